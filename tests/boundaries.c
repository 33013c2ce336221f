/* Preloaded under a process that changes a library: counts the calls that change what is on disk below one folder, and
 * ends the process, or makes the disk full, at the call it was told. Each call is a boundary: everything before it has
 * happened, nothing of it (or, torn, half of it) has.
 *
 *   boundaries_arm(folder, at, mode)   count from here on; mode 0 counts only, 1 kills before the call, 2 kills after
 *                                      half of a write, 3 fails every write from there on with ENOSPC, 4 fails every
 *                                      change with EROFS as a disk does that may only be read, 5 puts the clock back
 *                                      by ten years
 *   boundaries_seen()                  how many there were since
 *   boundaries_shadow(place)           from here on keep in `place` what would outlive the loss of power: the content of
 *                                      a file as of its last fsync in `file-INODE`, the entries of a folder as of its
 *                                      last fsync in `folder-INODE`, one line of inode, type and name for each
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <sys/uio.h>
#include <unistd.h>

enum { COUNT, KILL, TEAR, FULL, SHUT, BACK };
enum { TEN_YEARS = 10 * 365 * 24 * 3600 };

static char folder[PATH_MAX];
static atomic_long seen;
static long at = -1;
static int mode = COUNT;
static atomic_int full;
static char shadow[PATH_MAX - 64];

void boundaries_arm(const char *below, long at_call, int what) {
    snprintf(folder, sizeof folder, "%s", below);
    atomic_store(&seen, 0);
    atomic_store(&full, 0);
    at = at_call;
    mode = what;
}

long boundaries_seen(void) { return atomic_load(&seen); }

void boundaries_shadow(const char *place) { snprintf(shadow, sizeof shadow, "%s", place); }

static int is_below(const char *path) {
    size_t length = strlen(folder);
    return length && path && strncmp(path, folder, length) == 0;
}

static int is_of_folder(int fd) {
    char link[64], path[PATH_MAX];
    if (!folder[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_below(path);
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* 0: go on; 1: write half, then die; -1: the disk is full, or may only be read. */
static int boundary(int grows) {
    long now = atomic_fetch_add(&seen, 1);
    if (mode == SHUT) {
        errno = EROFS;
        return -1;
    }
    if (now == at && mode == KILL) die();
    if (now == at && mode == TEAR) {
        if (!grows) die();
        return 1;
    }
    if (now >= at && at >= 0 && mode == FULL) atomic_store(&full, 1);
    if (grows && atomic_load(&full)) {
        errno = ENOSPC;
        return -1;
    }
    return 0;
}

/* The same for what cannot be done by halves: whether it fails. */
static int refused(int grows) {
    int told = boundary(grows);
    if (told > 0) die();
    return told < 0;
}

#define REAL(result, name, ...)                                   \
    static result (*real)(__VA_ARGS__);                           \
    if (!real) real = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

ssize_t write(int fd, const void *bytes, size_t count) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (is_of_folder(fd)) {
        int told = boundary(1);
        if (told < 0) return -1;
        if (told > 0) {
            real(fd, bytes, count / 2);
            die();
        }
    }
    return real(fd, bytes, count);
}

static ssize_t written_at(ssize_t (*real)(int, const void *, size_t, off64_t), int fd, const void *bytes, size_t count,
                          off64_t offset) {
    if (is_of_folder(fd)) {
        int told = boundary(1);
        if (told < 0) return -1;
        if (told > 0) {
            real(fd, bytes, count / 2, offset);
            die();
        }
    }
    return real(fd, bytes, count, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    return written_at(real, fd, bytes, count, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    return written_at(real, fd, bytes, count, offset);
}

ssize_t writev(int fd, const struct iovec *pieces, int count) {
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    if (is_of_folder(fd)) {
        int told = boundary(1);
        if (told < 0) return -1;
        if (told > 0) {
            real(fd, pieces, (count + 1) / 2);
            die();
        }
    }
    return real(fd, pieces, count);
}

static void keep_file(int fd, const char *aside) {
    char piece[65536], own[64];
    ssize_t length;
    snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
    int from = open(own, O_RDONLY | O_CLOEXEC);
    FILE *to = fopen(aside, "we");
    while (from >= 0 && to && (length = read(from, piece, sizeof piece)) > 0) fwrite(piece, 1, (size_t)length, to);
    if (to) fclose(to);
    if (from >= 0) close(from);
}

static void keep_folder(int fd, const char *aside) {
    char own[64];
    struct dirent *entry;
    snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
    DIR *entries = opendir(own);
    FILE *to = fopen(aside, "we");
    while (entries && to && (entry = readdir(entries)))
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
            fprintf(to, "%lu %d %s\n", (unsigned long)entry->d_ino, entry->d_type == DT_DIR, entry->d_name);
    if (to) fclose(to);
    if (entries) closedir(entries);
}

static void keep(int fd) {
    struct stat is;
    char aside[PATH_MAX];
    if (!shadow[0] || fstat(fd, &is)) return;
    snprintf(aside, sizeof aside, "%s/%s-%lu", shadow, S_ISDIR(is.st_mode) ? "folder" : "file",
             (unsigned long)is.st_ino);
    if (S_ISDIR(is.st_mode)) keep_folder(fd, aside);
    else keep_file(fd, aside);
}

/* numpy writes through the C library's own buffers. */
size_t fwrite(const void *bytes, size_t size, size_t count, FILE *to) {
    REAL(size_t, "fwrite", const void *, size_t, size_t, FILE *);
    if (folder[0] && is_of_folder(fileno(to))) {
        int told = boundary(1);
        if (told < 0) return 0;
        if (told > 0) {
            real(bytes, size, count / 2, to);
            fflush(to);
            die();
        }
    }
    return real(bytes, size, count, to);
}

#define SENDFILE(name, offset_type)                                     \
    ssize_t name(int to, int from, offset_type *offset, size_t count) { \
        REAL(ssize_t, #name, int, int, offset_type *, size_t);          \
        if (is_of_folder(to)) {                                         \
            int told = boundary(1);                                     \
            if (told < 0) return -1;                                    \
            if (told > 0) {                                             \
                real(to, from, offset, count / 2);                      \
                die();                                                  \
            }                                                           \
        }                                                               \
        return real(to, from, offset, count);                           \
    }
SENDFILE(sendfile, off_t)
SENDFILE(sendfile64, off64_t)

/* Opening changes something where it makes a file or empties one. */
static int may_open(const char *path, int flags) {
    if (!is_below(path)) return 1;
    int writes = (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
    if (mode == SHUT ? !writes : !(flags & O_TRUNC) && !(flags & O_CREAT && access(path, F_OK))) return 1;
    return !refused(1);
}

#define OPEN(name)                                      \
    int name(const char *path, int flags, ...) {        \
        REAL(int, #name, const char *, int, mode_t);    \
        va_list rest;                                   \
        va_start(rest, flags);                          \
        mode_t rights = va_arg(rest, mode_t);           \
        va_end(rest);                                   \
        return may_open(path, flags) ? real(path, flags, rights) : -1; \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                   \
    int name(int above, const char *path, int flags, ...) {            \
        REAL(int, #name, int, const char *, int, mode_t);              \
        va_list rest;                                                  \
        va_start(rest, flags);                                         \
        mode_t rights = va_arg(rest, mode_t);                          \
        va_end(rest);                                                  \
        return may_open(path, flags) ? real(above, path, flags, rights) : -1; \
    }
OPENAT(openat)
OPENAT(openat64)

int link(const char *from, const char *to) {
    REAL(int, "link", const char *, const char *);
    if (is_below(to) && refused(1)) return -1;
    return real(from, to);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
    REAL(int, "linkat", int, const char *, int, const char *, int);
    if (is_below(to) && refused(1)) return -1;
    return real(from_folder, from, to_folder, to, flags);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    REAL(int, "clock_gettime", clockid_t, struct timespec *);
    int result = real(clock, now);
    if (mode == BACK && clock == CLOCK_REALTIME && result == 0) now->tv_sec -= TEN_YEARS;
    return result;
}

#define OF_FD(name)                                 \
    int name(int fd) {                              \
        REAL(int, #name, int);                      \
        int ours = is_of_folder(fd);                \
        if (ours && mode != SHUT) boundary(0);      \
        int result = real(fd);                      \
        if (ours && result == 0) keep(fd);          \
        return result;                              \
    }
OF_FD(fsync)
OF_FD(fdatasync)

#define TRUNCATE(name, offset_type)              \
    int name(int fd, offset_type length) {       \
        REAL(int, #name, int, offset_type);      \
        if (is_of_folder(fd) && refused(0)) return -1; \
        return real(fd, length);                 \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    if (is_below(to) && refused(0)) return -1;
    return real(from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    REAL(int, "renameat", int, const char *, int, const char *);
    if (is_below(to) && refused(0)) return -1;
    return real(from_folder, from, to_folder, to);
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    if (is_below(path) && refused(0)) return -1;
    return real(path);
}

int unlinkat(int above, const char *path, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    if ((is_below(path) || is_of_folder(above)) && refused(0)) return -1;
    return real(above, path, flags);
}

int rmdir(const char *path) {
    REAL(int, "rmdir", const char *);
    if (is_below(path) && refused(0)) return -1;
    return real(path);
}

int mkdir(const char *path, mode_t rights) {
    REAL(int, "mkdir", const char *, mode_t);
    if (is_below(path) && refused(1)) return -1;
    return real(path, rights);
}
