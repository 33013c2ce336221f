def main() -> None:
    print("nianbao")
