"""The words people use for the form, the reports and what they want of them: words → slots. Chinese, English, short forms.

A line is `slot value: word | word | …`. Words are in lower case and simplified characters, as `question.normal` makes
them. Values of `row` and `column` are the form's labels.
"""

from functools import cache

_WORDS = """
row 行政许可: 行政许可 | 许可 | 许可决定 | 行政审批 | 许可证 | xingzheng xuke | administrative permits | administrative permit | administrative licences | administrative licenses | administrative licensing | administrative license | administrative licence | permits | permit | licences | licenses | licence | license | licensing
row 其他对外管理服务事项: 其他对外管理服务事项 | 其他对外管理服务 | 其他对外管理 | 对外管理服务事项 | 对外管理服务 | 其他对外 | 管理服务事项 | other external management services | other external management service items | external management and services | external management services | external services
row 行政处罚: 行政处罚 | 处罚 | 处罚决定 | 罚了 | 行政罚 | xingzheng chufa | administrative penalties | administrative penalty | administrative punishments | administrative punishment | penalties | penalty | punishments | punishment | sanctions | penalised | penalized
row 行政强制: 行政强制 | 行政强制措施 | 强制措施 | 强制执行 | 强制 | administrative compulsion | administrative coercion | compulsory measures | coercive measures | compulsory enforcement | administrative enforcement | coercion | compulsion
row 行政事业性收费: 行政事业性收费 | 事业性收费 | 行政收费 | 收费项目 | administrative fees | administrative charges | administrative and institutional fees
row_fees 行政事业性收费: 收费 | fees | charges
row 政府集中采购: 政府集中采购 | 集中采购 | 政府采购 | 采购 | government procurement | centralised procurement | centralized procurement | procurement | purchasing
row 规范性文件: 行政规范性文件 | 规范性文件 | 规范性 | 红头文件 | normative documents | normative document | regulatory documents
row 规章: 规章 | 部门规章 | 政府规章 | administrative rules | rules and regulations
row 本年新收政府信息公开申请数量: 本年新收政府信息公开申请数量 | 本年新收政府信息公开申请 | 本年新收申请 | 本年新收 | 新收政府信息公开申请 | 新收到的申请 | 新收申请 | 新收 | 收到的申请 | 新申请 | new requests | requests received | received requests | new applications | applications received
row_requests 本年新收政府信息公开申请数量: 政府信息公开申请数量 | 政府信息公开申请 | 信息公开申请数量 | 信息公开申请 | 公开申请 | 申请数量 | 申请总量 | 申请量 | 申请数 | 申请件 | 依申请公开 | 依申请 | 申请 | information requests | disclosure requests | foi requests | foi request | requests for information | requests | request | disclosure applications | applications
row 上年结转政府信息公开申请数量: 上年结转政府信息公开申请数量 | 上年结转申请 | 上年结转 | 上一年结转 | 上年度结转 | 往年结转 | carried over from last year | carried over from the previous year | carried forward from last year | brought forward
row 结转下年度继续办理: 结转下年度继续办理 | 结转下年度 | 结转下一年 | 结转到下年 | 结转下年 | 结转到下一年度 | 下年度继续办理 | carried over to next year | carried over to the next year | carried over to the following year | carried forward to next year | carried forward
row_carried 结转: 结转 | carried over
row 总计: 本年度办理结果总计 | 办理结果总计 | 办理结果合计 | 办理总计 | 办结总数 | 办结数 | 办结量 | 办理结果 | requests handled | requests processed | total handled
row 予以公开: 予以公开 | 全部公开 | 同意公开 | fully disclosed | disclosed in full | full disclosure | granted
row 部分公开: 部分公开 | 区分处理 | partially disclosed | partly disclosed | partial disclosure | partially granted
row 不予公开: 不予公开 | 拒绝公开 | not disclosed | refused disclosure | denied
row 不予公开/属于国家秘密: 属于国家秘密 | 国家秘密 | 涉密 | state secrets | state secret
row 不予公开/其他法律行政法规禁止公开: 其他法律行政法规禁止公开 | 法律行政法规禁止公开 | 法律法规禁止公开 | 法规禁止公开 | 禁止公开 | prohibited by law | prohibited by other laws
row 不予公开/危及“三安全一稳定”: 危及“三安全一稳定” | 三安全一稳定 | 危及三安全一稳定 | 危及安全稳定
row 不予公开/保护第三方合法权益: 保护第三方合法权益 | 第三方合法权益 | 第三方权益 | 保护第三方 | third party rights | third-party rights
row 不予公开/属于三类内部事务信息: 属于三类内部事务信息 | 三类内部事务信息 | 内部事务信息 | 内部事务 | internal affairs information | internal affairs
row 不予公开/属于四类过程性信息: 属于四类过程性信息 | 四类过程性信息 | 过程性信息 | process information | deliberative information
row 不予公开/属于行政执法案卷: 属于行政执法案卷 | 行政执法案卷 | 执法案卷 | enforcement case files | case files
row 不予公开/属于行政查询事项: 属于行政查询事项 | 行政查询事项 | 行政查询 | administrative inquiries | administrative inquiry
row 无法提供: 无法提供 | unable to provide | could not be provided | cannot be provided
row 无法提供/本机关不掌握相关政府信息: 本机关不掌握相关政府信息 | 不掌握相关政府信息 | 不掌握相关信息 | 不掌握 | information not held | not held
row 无法提供/没有现成信息需要另行制作: 没有现成信息需要另行制作 | 没有现成信息 | 需要另行制作 | 另行制作 | 无现成信息
row 无法提供/补正后申请内容仍不明确: 补正后申请内容仍不明确 | 补正后仍不明确 | 申请内容不明确 | 内容仍不明确
row 不予处理: 不予处理 | not processed | refused to process
row 不予处理/信访举报投诉类申请: 信访举报投诉类申请 | 信访举报投诉类 | 信访举报投诉 | 信访类申请 | petition and complaint requests | petitions and complaints
row 不予处理/重复申请: 重复申请 | duplicate requests | repeated requests | duplicate applications | repeat requests
row 不予处理/要求提供公开出版物: 要求提供公开出版物 | 公开出版物 | published materials | public publications
row 不予处理/无正当理由大量反复申请: 无正当理由大量反复申请 | 大量反复申请 | 反复申请 | large numbers of repeated requests
row 不予处理/要求行政机关确认或重新出具已获取信息: 要求行政机关确认或重新出具已获取信息 | 确认或重新出具已获取信息 | 重新出具已获取信息 | 重新出具
row 其他处理: 其他处理 | 其他处理情况 | other handling
row 其他处理/申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请: 申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 | 无正当理由逾期不补正 | 逾期不补正 | 逾期未补正
row 其他处理/申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请: 申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 | 逾期未按收费通知要求缴纳费用 | 逾期未缴费 | 逾期未缴纳费用 | 未按收费通知缴费
row 行政复议: 行政复议 | 复议 | 被复议 | 复议案件 | xingzheng fuyi | administrative reconsideration | administrative reviews | administrative review | reconsiderations | reconsideration | reviews
row 未经复议直接起诉: 未经复议直接起诉 | 未经复议 | 直接起诉 | 直接诉讼 | direct lawsuits | lawsuits without prior review | sued directly
row 复议后起诉: 复议后起诉 | 复议后诉讼 | 经复议起诉 | 复议后再起诉 | lawsuits after review | sued after review
row 行政诉讼: 行政诉讼 | 行政诉讼案件 | 诉讼 | 诉讼案件 | 起诉 | 被起诉 | 被告 | 官司 | 打官司 | administrative litigation | litigation | lawsuits | lawsuit | court cases | sued
column 处理决定数量: 本年处理决定数量 | 处理决定数量 | 处理决定数 | 处理决定 | 决定数量 | 决定数 | 决定件数 | decisions made | number of decisions | decisions
column 上一年项目数量: 上一年项目数量 | 上一年度项目数量 | 上年项目数量 | 上一年项目数 | 上年项目数 | 上一年项目 | 项目数量 | 项目数 | 项目总数 | 上一年 | number of items | items in the previous year | previous-year items | items last year
column 本年增/减: 本年增/减 | 本年增减 | 增/减 | 增减数 | 增减量 | 增减 | 增加了多少 | 减少了多少 | 增加多少 | 减少多少 | 增加了几项 | 减少了几项 | change in items | increase or decrease
column 本年新制作数量: 本年新制作数量 | 新制作数量 | 新制作 | newly made
column 本年新公开数量: 本年新公开数量 | 新公开数量 | 新公开 | newly disclosed
column 对外公开总数量: 对外公开总数量 | 对外公开总数 | 对外公开数量 | 公开总数量 | total disclosed
column 本年制发件数: 本年制发件数 | 制发件数 | 制发 | 本年发件数 | issued this year
column 本年废止件数: 本年废止件数 | 废止件数 | 废止 | 失效 | repealed | abolished
column 现行有效件数: 现行有效件数 | 现行有效 | 有效件数 | 仍有效 | 继续有效 | currently valid | currently effective | in force | still valid
column_made 制定: 制定 | 出台 | 印发 | 新发 | 新增 | 新出 | issued | adopted | enacted
column 本年收费金额: 本年收费金额 | 收费金额 | 收费总额 | 收了多少钱 | 收费多少钱 | 收入金额 | fee amount | fees collected | fee revenue | amount of fees
column 采购总金额: 采购总金额 | 采购金额 | 采购总额 | 采购额 | 采购花了多少钱 | procurement amount | procurement value | procurement spending | amount of procurement
column 采购项目数量: 采购项目数量 | 采购项目数 | 采购项目 | 采购几项 | 采购几个 | procurement projects | procurement items
column_money 金额: 花了多少钱 | 多少钱 | 金额 | 总额 | 花费 | 花了 | 支出 | 多少万 | 多少元 | how much money | how much was spent | amount | spend | spent | spending | cost | value
column_projects 项目: 几个项目 | 多少个项目 | 多少项目 | 几项 | 项目 | how many projects | how many items | projects | items
result 结果维持: 结果维持 | 维持 | 维持原决定 | upheld | sustained | maintained
result 结果纠正: 结果纠正 | 纠正 | 被纠正 | 纠错 | 败诉 | 撤销 | corrected | overturned | reversed | set aside | lost
result 其他结果: 其他结果 | other results | other outcomes | other result
result 尚未审结: 尚未审结 | 未审结 | 没审结 | 在审 | 未结案 | pending | not yet concluded | undecided
applicant 自然人: 自然人 | 个人 | 公民 | natural persons | natural person | individuals | individual | citizens
applicant 商业企业: 商业企业 | 企业 | 公司 | commercial enterprises | companies | enterprises | businesses
applicant 科研机构: 科研机构 | 研究机构 | research institutions | research institutes
applicant 社会公益组织: 社会公益组织 | 公益组织 | social welfare organisations | social welfare organizations | public welfare organisations | public welfare organizations | ngos
applicant 法律服务机构: 法律服务机构 | 法律服务 | 律所 | 律师事务所 | legal service institutions | legal service agencies | law firms
applicant 法人或其他组织: 法人或其他组织 | 法人和其他组织 | 法人或者其他组织 | 法人 | legal persons or other organisations | legal persons or other organizations | legal persons
table active_disclosure: 表二 | 表2 | 主动公开表 | 主动公开政府信息情况表 | table 2 | table two
table requests: 表三 | 表3 | 申请表 | 申请情况表 | table 3 | table three
table review_litigation: 表四 | 表4 | 复议诉讼表 | table 4 | table four
section 1: 总体情况 | 第一部分 | 第一节 | section one | section 1 | overall situation
section 2: 第二部分 | 第二节 | 主动公开政府信息情况 | section two | section 2
section 3: 第三部分 | 第三节 | section three | section 3
section 4: 第四部分 | 第四节 | section four | section 4
section 5: 第五部分 | 第五节 | section five | section 5
section 6: 第六部分 | 第六节 | 其他需要报告的事项 | 其他需要报告 | 其他事项 | section six | section 6 | other matters to be reported | other matters
problems 1: 存在的主要问题 | 存在的问题 | 存在问题 | 主要问题 | 什么问题 | 哪些问题 | 问题 | 不足 | 不足之处 | 短板 | 薄弱环节 | 缺点 | 差距 | 弱项 | 困难 | 做得不好 | 没做好 | 不够好 | problems | problem | shortcomings | weaknesses | deficiencies | difficulties | shortfalls | issues
measures 1: 改进措施 | 整改措施 | 改进情况 | 改进办法 | 改进 | 措施 | 整改 | 怎么改 | 如何改 | 打算 | 下一步工作打算 | 下一步工作 | 下一步打算 | 下一步计划 | 下一步 | 下步 | 今后工作 | 今后打算 | 今后 | 努力方向 | 工作计划 | improvement measures | improvements | corrective measures | measures | next steps | future plans | plans for next year | plan to improve | plans | improve
admits 1: 承认 | 坦承 | 自认 | 指出 | admit | admitted | acknowledge | acknowledged
who 1: 哪家 | 哪些报告 | 哪些机关 | 哪些机构 | 哪些单位 | 哪些部门 | 哪个机关 | 哪个单位 | 哪个部门 | 哪个局 | 哪些局 | 哪份报告 | 哪几家 | 哪几份 | 哪些家 | 哪些地方 | 哪个地方 | 哪里 | 哪些 | 谁 | 哪个 | 有谁 | who | which agencies | which agency | which reports | which report | which bureaus | which bureau | which ones | which one | which departments | which department | which
span all: 所有报告 | 全部报告 | 所有机关 | 所有 | 全部 | 各家 | 每家 | 各机关 | 各单位 | 各局 | 各报告 | 各个机关 | 库里 | 库里所有 | 库中 | 载入的 | 已载入 | 每份报告 | 全体 | 各份报告 | 几家 | 几份报告 | all reports | all agencies | every report | every agency | each agency | each report | all of them | all loaded reports | in the library | all | each
area wide: 全国 | 全中国 | 中国 | 全国范围 | 国家层面 | nationwide | national | whole country | the whole country | in china
op sum: 总额 | 合计 | 总共 | 一共 | 共计 | 总计多少 | 总和 | 总数 | 总量 | 加起来 | 加总 | 相加 | 加在一起 | 求和 | 累计 | 总的 | 共有多少 | in total | in all | altogether | total | sum | sum of | combined | add up | added up | together
total 1: 总计 | 总计数 | 合计数
op mean: 平均值 | 平均数 | 均值 | 平均 | average | mean | on average
op median: 中位数 | 中位值 | median
op max: 最多 | 最高 | 最大 | 最多的 | 最高的 | 第一 | 居首 | 谁多 | the most | most | highest | largest | biggest | greatest | top | maximum
op min: 最少 | 最低 | 最小 | 垫底 | 谁少 | the least | least | fewest | lowest | smallest | minimum
op rank: 排名 | 排序 | 排行 | 排行榜 | 排一下 | 从高到低 | 从大到小 | 由高到低 | 由大到小 | 从多到少 | 名次 | rank | ranking | ranked | sort | sorted | order by
op ascending: 从低到高 | 从小到大 | 由低到高 | 从少到多 | ascending
degree max: 多 | 高 | 大 | 更多 | 更高 | 更大 | 较多 | 比较多 | more | higher | bigger
degree min: 少 | 低 | 小 | 更少 | 更低 | 较少 | fewer | lower | less
placekind 县级市: 县级市 | county-level cities | county-level city
placekind 区: 市辖区 | 区级 | 各区 | districts
placekind 县: 各县 | 县里 | counties
op share: 占比 | 占 | 的比例 | 比例 | 比重 | 份额 | 百分比 | 百分之几 | 百分之多少 | 占了多少 | 占多少 | 相当于 | share | percentage | proportion | percent | fraction
op growth: 增长率 | 增幅 | 增减幅度 | 变化率 | 降幅 | growth rate | rate of change | percentage change
op ratio: 之比 | 比值 | 比率 | 比是多少 | 比率 | ratio of | ratio
op versus: 比
op each: 平均每个 | 平均每项 | 平均每 | 每个项目 | 每项 | per item | per project | each project
op compare: 比较 | 对比 | 相比 | 比一比 | 对照 | 并排 | 差别 | vs | versus | compare | comparison | compared
op difference: 差多少 | 相差多少 | 相差 | 差额 | 多多少 | 少多少 | 差值 | 差距多大 | difference between | difference | how many more | how many fewer
op above: 高于 | 超过平均 | 多于 | 大于 | 超过 | 高过 | 不止 | 以上 | above | over | more than | greater than | exceed | exceeds | exceeding | higher than
op below: 低于 | 少于 | 小于 | 不到 | 不足 | 以下 | below | under | less than | fewer than | lower than
op trend: 趋势 | 走势 | 逐年 | 历年 | 变化趋势 | 几年来 | trend | over the years | by year | year by year
op moved: 怎么变的 | 怎么变 | 怎样变 | 如何变化 | 变化 | 变了 | 变动 | 变了多少 | 变化多少 | changed | change | changes
op grew: 增加了 | 增加 | 增长 | 上升 | 多了 | increased | increase | grew | grown | rose | went up
op fell: 减少了 | 减少 | 下降 | 降低 | 少了 | decreased | decrease | declined | fell | fallen | dropped | went down
op lastyear: 与上年相比 | 和上年相比 | 同上年相比 | 与上一年相比 | 和上一年相比 | 比上年 | 比上一年 | 较上年 | 较上一年 | 同比 | 与去年相比 | 和去年相比 | 比去年 | 较去年 | year on year | year-on-year | compared with the previous year | compared with last year | from the year before | than the year before | versus last year
op same: 是否相同 | 是否一样 | 一样吗 | 相同吗 | 一样 | 相同 | the same | same
op count_agencies: 有几家 | 几家 | 多少家 | 有多少家 | 几个机关 | 几个单位 | 多少个机关 | 有几份 | 几份报告 | 多少份报告 | how many agencies | how many reports | how many bureaus
op chart: 画图 | 柱状图 | 条形图 | 图表 | 作图 | 画个图 | 画一张 | 画 | 图 | 折线图 | chart | bar chart | graph | plot | draw
op export: 导出 | 输出为 | 存成 | 保存成 | 保存为 | 下载 | csv | excel | export | save as | download
op list: 列出 | 列一下 | 列举 | 清单 | 罗列 | 分别 | list
op both: 都 | both
op check: 勾稽吗 | 勾稽关系 | 勾稽 | 平衡吗 | 平衡 | 平不平 | 对不对得上 | 对得上吗 | 对得上 | 对不上 | 对上 | 加得起来 | 吻合 | 核对 | 校验 | 检查 | 算得对吗 | 算对了吗 | 数据对吗 | 有没有错 | 有无错误 | 有错吗 | 是否平衡 | 是否正确 | balance | balanced | balances | add up correctly | consistent | consistency | checks | check
op faults: 有没有问题 | 有问题吗 | 有无问题 | 有什么问题吗 | any problems | anything wrong | any errors | is there a problem
op conflict: 正文和表格不一致 | 文表不一致 | 正文与表格不一致 | 正文和表不一致 | 表文不符 | 不一致 | 不相符 | 矛盾 | 不符 | 自相矛盾 | 打架 | 正文和表格 | 正文与表格 | 正文 | inconsistent | contradict | contradicts | contradiction | contradictions | contradictory | conflict | conflicts | disagree
op yearcheck: 年份写错 | 年份有没有写错 | 年份错误 | 年份对吗 | 写错年份 | 写错 | wrong year | wrong years | misprinted year
op parts: 的构成 | 构成 | 组成 | 分项 | 明细 | breakdown | made up of
op why: 为什么 | 为何 | 为啥 | 原因是什么 | 什么原因 | 原因 | 怎么会 | 何以 | why | reason for | reasons for | the cause | what caused | reason
op which_right: 到底是 | 到底 | 究竟 | 还是 | 哪个对 | 哪个是对的 | 哪个正确 | 以哪个为准 | which is right | which one is right | which is correct | which number is right
op mention: 提到了 | 提到 | 提及 | 谈到 | 说到 | 写到 | 写了 | 涉及 | 讲到 | 提出了 | 提出 | mentions | mention | mentioned | talk about | talks about | refer to | refers to | write about | discuss | discusses
op did: 办了 | 举办了 | 举办 | 开展了 | 开展 | 组织了 | 搞过 | 搞了 | 开过 | 做过 | 办过 | 有没有 | 是否有 | 收到过 | 收到了 | 有过 | held | organised | organized | carried out | conducted
op lacks: 没有提到 | 没提到 | 没提 | 没有提 | 未提到 | 未提及 | 没写 | does not mention | do not mention | did not mention | don't mention | doesn't mention | without mentioning
op contents: 目录 | 结构 | 有哪些部分 | 有哪些章节 | 章节 | table of contents | contents | sections | outline
op profile: 一页概览 | 概览 | 简介 | 概况 | 一页 | 总览 | 摘要 | 小结 | profile | overview | one page | summary | summarise | summarize
op missing: 缺哪些内容 | 缺哪些 | 缺什么 | 缺了什么 | 缺失 | 少了什么 | 缺少 | 不完整 | 残缺 | 完整吗 | 缺 | missing | incomplete | lacks | lost | damaged
op reports: 有哪些报告 | 哪些报告可以查 | 载入了哪些报告 | 载入了哪些 | 载入了什么 | 有什么报告 | 能查哪些 | 库里有什么 | 库里有哪些 | 都有哪些报告 | 收录了哪些 | what reports do you have | which reports do you have | which reports are loaded | what reports are loaded | what is loaded | what's loaded | list the reports | list reports | what reports | reports do you have | loaded reports
op per_year: 各年份几份 | 各年几份 | 每年几份 | 各年份 | 按年份 | 哪些年份 | 有哪些年份 | 哪几年 | 每年有几份 | reports per year | which years | how many reports per year
op provinces: 哪些省 | 哪个省 | 哪几个省 | 来自哪里 | 来自哪些地方 | 来自哪些省份 | 哪些省份 | 省份 | which provinces | which province | provinces | where are they from
op editions: 用旧表 | 旧表 | 旧版表格 | 旧版 | 老表 | 2019版 | 2019年版 | 旧格式 | old form | old edition | 2019 edition | 2019 form
op editions_new: 用新表 | 新表 | 新版表格 | 新版 | 2021版 | 2021年版 | 新格式 | new form | new edition | 2021 edition | 2021 form
op passages: 多少段落 | 检索了多少 | 多少段 | 几个段落 | 段落 | 索引状态 | how many passages | passages | index state
op formchange: 表格改了什么 | 表格有什么变化 | 表格变化 | 新旧表格 | 新旧表 | 两版表格 | 改了什么 | 改版 | 表格改 | 表格有何不同 | how did the form change | what changed in the form | form change | difference between the editions
op meaning: 什么意思 | 是什么意思 | 指什么 | 指的是什么 | 是指 | 含义 | 定义 | 怎么定义 | 怎么理解 | 如何理解 | 解释一下 | 解释 | 怎么算 | 如何计算 | 怎么计算 | 什么是 | 是什么 | 有什么区别 | 有何区别 | 的区别 | 区别 | 有什么不同 | 有何不同 | what does | what is meant by | meaning of | meaning | mean by | define | definition of | definition | what is the difference | what's the difference | how is it calculated | how is it defined | explain | stand for | stands for
op due: 什么时候要公布 | 什么时候公布 | 什么时候发布 | 何时公布 | 何时发布 | 公布期限 | 公布时间 | 截止日期 | 什么时候要公开 | 几月几日前 | 最迟什么时候 | when must | when is it due | when are they due | deadline | due date | published by when | when to publish
op decimals: 保留几位小数 | 几位小数 | 小数位数 | 小数 | decimal places | decimals
op source: 出处 | 来源 | 哪来的 | 在哪一行 | 第几行 | 原文在哪 | 打开来源 | 依据 | where does it come from | where is that from | source | sources | citation | cite
op restart: 重新开始 | 从头开始 | 忘掉前面的 | 忘掉前面 | 忘了前面的 | 清空 | 重来 | 新对话 | start over | start again | restart | forget everything | forget that | reset | new conversation
op expand: 展开说说 | 展开讲讲 | 展开 | 详细说说 | 细说 | 具体说说 | 详细一点 | elaborate | expand | tell me more | more detail | in detail
op contact: 联系电话 | 电话号码 | 电话 | 联系方式 | 怎么联系 | 地址 | 邮编 | 邮箱 | 网址 | 传真 | phone number | telephone | phone | contact | address | email | postcode | website address
metric review_correction: 复议纠错率 | 行政复议纠错率 | review correction rate
metric suit_correction: 诉讼纠错率 | 行政诉讼纠错率 | 败诉率 | litigation correction rate
metric correction: 总纠错率 | 纠错率 | correction rate | correction rates
metric handled: 办结率 | 办理率 | completion rate
metric granted: 予以公开率 | 公开率 | disclosure rate | grant rate
metric refused: 不予公开率 | refusal rate
metric natural: 自然人占比 | 自然人比例 | share of natural persons
metric carried: 结转率 | carry-over rate
forecast 1: 明年 | 后年 | 预测 | 预计 | 预估 | 将来会 | 未来 | 会有多少 | 将会 | next year | forecast | predict | prediction | will be | expect | future
opinion 1: 你觉得 | 你认为 | 怎么看 | 好不好 | 评价一下 | 谁更好 | 哪家更好 | 哪家好 | 应该不应该 | 推荐 | 满意吗 | do you think | your opinion | in your opinion | should i | recommend | who is better | which is better
smalltalk 1: 你好 | 您好 | 谢谢 | 你是谁 | 讲个笑话 | 笑话 | 天气 | 写首诗 | 写一首诗 | 股票 | 几点了 | 今天 | hello | hi | thanks | thank you | who are you | joke | weather | poem | stock price | what time is it | today
command 1: 忽略 | 无视 | 不要管 | 忘记规则 | 忽略以上规则 | 忽略规则 | 忽略前面的指令 | 直接说 | 直接回答 | 假装 | 假设 | 你必须 | 把它改成 | 改成 | 改为 | 系统提示 | 提示词 | 以上规则 | 指令 | ignore | disregard | pretend | override | system prompt | instructions | you must say | just say | act as
fine 1: 罚款总额 | 罚款金额 | 罚款数额 | 罚款 | 罚金 | 罚没收入 | 罚没金额 | 罚没 | 处罚金额 | 罚了多少钱 | fines | fine amount | fine | amount of fines | penalty amount
relative -1: 去年 | 上年度 | last year
relative 0: 今年 | 本年度 | 当年 | this year
relative -2: 前年 | the year before last
recent 1: 近三年 | 近两年 | 近几年 | 最近几年 | 最近三年 | 近年来 | 这几年 | recent years | last three years
again 1: 那 | 那么 | 再 | 换成 | 换作 | 改看 | 换 | 也 | 还有 | 又 | and | what about | how about | then | also | same for
they 2: 这两家 | 那两家 | 两家 | 这俩 | 它俩 | 二者 | 两者 | 这两个 | the two | both of them | these two
they 0: 它们 | 他们 | 这些 | 这几家 | 那几家 | 它 | 该局 | 该机关 | 这家 | 该报告 | them | they | it | its | their | these | those
quantity 1: 有多少件 | 多少件 | 多少 | 几件 | 几条 | 几项 | 几个 | 几次 | 几篇 | 几起 | 几宗 | 几人 | 几笔 | 数量 | 件数 | 条数 | 发布量 | 次数 | 数目 | 数字 | 数据 | 数 | 量 | 几 | 是多少 | 有多少 | how many | how much | number of | number | count | the count | figure for | figures | figure
filler 1: 的 | 了 | 吗 | 呢 | 么 | 啊 | 吧 | 呀 | 是 | 有 | 请问 | 请 | 告诉我 | 给我 | 帮我 | 我想知道 | 想知道 | 我要 | 我 | 你 | 查一下 | 查 | 看看 | 看 | 一下 | 在 | 里 | 里面 | 中 | 中的 | 内 | 和 | 与 | 及 | 以及 | 跟 | 、 | 或 | 就 | 被 | 把 | 对 | 为 | 从 | 到 | 上 | 下 | 这 | 那个 | 这个 | 其 | 之 | 于 | 所 | 年度 | 年 | 年报 | 报告 | 报告里 | 报告中 | 份 | 年份 | 信息公开年报 | 政府信息公开年报 | 工作年度报告 | 年度报告 | 情况 | 怎么样 | 如何 | 怎样 | 怎么 | 什么 | 哪些内容 | 内容 | 各是 | 各有 | 各 | 分别是 | 分别是多少 | 总 | 一 | 个 | 起 | 宗 | 笔 | 做出 | 作出 | 作出了 | 做了 | 办理 | 办理了 | 实施 | 发生 | 公布 | 报告了 | 报了 | 填报 | 印的 | 全年 | 全年度 | 期间 | 表 | 表里 | 表中 | 表格 | 表格里 | 说 | 说有 | 但 | 但是 | 却 | 而 | 收到 | 受理 | 接到 | 收到的 | 受理了 | 案件 | 事项 | 结果 | 最终 | 目前 | 现在 | 需要 | 要 | 会 | 能 | 可以 | 并 | 还 | 又是 | 及其 | 等 | 这几份 | 几份 | 来自 | 通过 | 进行 | 级 | 按 | 用 | 成 | 方面 | 存在 | 发了 | 发 | 问 | 主要 | 关于 | 刚才 | 刚才的 | 前面的 | 名 | 前 | 是不是 | 是否 | 实际 | 实际内容 | ? | ! | the | a | an | of | in | for | to | and | is | are | was | were | be | been | did | does | do | has | have | had | by | at | on | with | from | as | or | please | what | show | give | tell | me | us | you | your | can | could | would | there | that | this | report | reports | reported | annual | annual report | year | years | agency | agencies | bureau | loaded | made | make | name | named | any | its own | per | 's | s | i | want | know | find | get | many | much | them all | it all | out | into | how | kind | cases | case
"""

Slot = tuple[str, str]


@cache
def words() -> dict[str, tuple[Slot, ...]]:
    """word → the slots that it may fill, in the order of the table."""
    found: dict[str, tuple[Slot, ...]] = {}
    for line in _WORDS.strip().splitlines():
        head, _, tail = line.partition(": ")
        slot, _, value = head.partition(" ")
        for word in tail.split(" | "):
            found[word] = (*found.get(word, ()), (slot, value))
    return found


@cache
def longest() -> int:
    """Length of the longest word."""
    return max(map(len, words()))
