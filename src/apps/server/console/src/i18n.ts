// Every text of the console in both languages, Chinese first. A key that is not here, or has not both,
// is an error of types. Words of workflows (commands, fields, enumerations) come from the service.
import {
  createContext,
  createElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { shortName } from './api';
import type { Field, Labels, Word } from './forms/model';
import { chineseLabel, englishLabel } from './words';

export type Lang = 'zh' | 'en';

const texts = {
  // the frame
  appName: ['办不成事反映窗口', 'Couldn’t-get-it-done window'],
  skip: ['跳到正文', 'Skip to content'],
  language: ['English', '中文'],
  languageHint: ['Switch to English', '切换为中文'],
  menu: ['菜单', 'Menu'],
  mainNavigation: ['主导航', 'Main navigation'],
  searchHint: ['案件编号或台账词语  /', 'Case number or words  /'],
  search: ['查找', 'Search'],
  keys: ['快捷键', 'Keys'],
  signOut: ['退出', 'Sign out'],
  actAs: ['演示身份', 'Act as'],
  window: ['窗口', 'Window'],
  department: ['部门', 'Department'],
  supervisor: ['督导', 'Supervision'],
  citizen: ['我的诉求', 'My matter'],
  operator: ['运维', 'Operation'],
  workflows: ['全部流程', 'Workflows'],
  ledger: ['台账', 'Ledger'],
  loading: ['正在读取…', 'Loading…'],
  again: ['重试', 'Try again'],
  close: ['关闭', 'Close'],
  cancel: ['取消', 'Cancel'],
  send: ['提交', 'Send'],
  andMore: ['（还有更多）', '(and more)'],
  yes: ['是', 'Yes'],
  no: ['否', 'No'],
  notSaid: ['未填', 'Not said'],
  notChosen: ['未选', 'not chosen'],
  nothingHere: ['暂无内容。', 'Nothing here.'],
  nItems: ['{n} 项', '{n} items'],
  nWaiting: ['{n} 项有变化，更新排序', '{n} new or changed: show'],
  markChanged: ['已变', 'changed'],
  markGone: ['已离开', 'gone'],
  select: ['选择', 'Select'],
  notFound: ['没有这个页面。', 'There is no such page.'],
  pageFailed: ['页面出错', 'The page failed'],
  // status bar
  truthAt: ['数据截至第 {position} 条记录 · {at}', 'True at record {position} · {at}'],
  truthBack: ['回看：第 {position} 条记录 · {at}', 'Look back: record {position} · {at}'],
  truthNone: ['尚无数据', 'No data yet'],
  statusBar: ['数据时点', 'What the screen is true at'],
  linkLive: ['实时', 'live'],
  linkPolled: ['每 15 秒更新', 'every 15 s'],
  linkConnecting: ['正在连接…', 'connecting…'],
  linkStopped: ['已停止更新', 'no longer updated'],
  linkLost: ['连接已断，{n} 秒后重连', 'Connection lost; trying again in {n} s'],
  // problems
  lostTitle: ['连接不上服务', 'The service cannot be reached'],
  lostText: [
    '没有收到答复。内容已保留，可以重试；同一操作不会重复生效。',
    'No answer came. What you typed is kept; trying again takes effect only once.',
  ],
  refusedTitle: ['未能办理', 'Not done'],
  slowedTitle: ['请稍候', 'Please wait'],
  retryAfter: ['请 {n} 秒后再试。', 'Try again in {n} seconds.'],
  rule: ['规则', 'rule'],
  allowedNow: ['现在可以', 'Allowed now'],
  retrying: ['连接中断，第 {n} 次重试…', 'Connection lost, retry {n}…'],
  conflictTitle: ['此案刚有变化', 'It has changed meanwhile'],
  conflictText: [
    '您看到的是第 {seen} 版，现为第 {actual} 版。以下是其间发生的事：',
    'You saw version {seen}; it is {actual} now. What happened in between:',
  ],
  reloadKeep: ['载入新版，保留所填', 'Load it, keep what I typed'],
  // sign in
  signIn: ['登录', 'Sign in'],
  staff: ['工作人员', 'Staff'],
  account: ['账号', 'Account'],
  password: ['口令', 'Password'],
  role: ['角色', 'Role'],
  unit: ['单位', 'Unit'],
  oldPassword: ['原口令', 'Old password'],
  newPassword: ['新口令', 'New password'],
  setPassword: ['修改口令', 'Change password'],
  firstPassword: ['设置初始口令', 'Set the first password'],
  tokens: ['程序令牌', 'Tokens for programs'],
  tokenOnce: ['令牌只显示这一次，请妥善保存：', 'The token is shown only once. Keep it safe:'],
  tokenNote: ['用途说明', 'What for'],
  tokenDays: ['有效天数', 'Days'],
  tokenScopes: ['权限', 'Scopes'],
  scope_read: ['查看', 'read'],
  scope_write: ['办理', 'write'],
  scope_feed: ['事件流', 'feed'],
  scope_operate: ['运维', 'operate'],
  tokenUntil: ['至', 'until'],
  issueToken: ['签发', 'Issue'],
  revoke: ['吊销', 'Revoke'],
  passwordSet: ['口令已修改。', 'The password is changed.'],
  citizens: ['群众查询', 'Citizens'],
  caseNumber: ['案件编号', 'Case number'],
  inquiryCode: ['查询码', 'Inquiry code'],
  inquiryHint: [
    '受理回执上的编号和查询码。',
    'Number and code are on the slip that you were given.',
  ],
  demoActors: ['演示：选择身份进入', 'Demonstration: choose who to be'],
  signedOut: ['登录已失效，请重新登录。', 'Your session has ended. Please sign in again.'],
  // forms
  required: ['必填', 'required'],
  personal: ['个人信息', 'personal data'],
  addItem: ['增加一项', 'Add'],
  removeItem: ['删除第 {n} 项', 'Remove item {n}'],
  itemN: ['第 {n} 项', 'Item {n}'],
  fault_required: ['此项必填。', 'This is required.'],
  fault_not_whole: ['请填整数。', 'A whole number, please.'],
  fault_not_a_number: ['请填数字。', 'A number, please.'],
  fault_too_small: ['数值太小。', 'Too small.'],
  fault_too_large: ['数值太大。', 'Too large.'],
  fault_too_long: ['内容太长。', 'Too long.'],
  fault_not_a_day: ['日期应为 2023-06-01 的形式。', 'A day as 2023-06-01, please.'],
  fault_not_a_time: ['时间无法识别。', 'Not a time.'],
  fault_not_json: ['不是有效的 JSON。', 'Not valid JSON.'],
  nFaults: ['有 {n} 处需要改正。', '{n} fields need to be corrected.'],
  submitHint: ['Ctrl+Enter 提交', 'Ctrl+Enter sends'],
  noFields: ['此操作无需填写。', 'Nothing to fill in.'],
  optionalFields: ['其他可填项（{n}）', 'Further fields ({n})'],
  recorded: ['已记录：{events}', 'Recorded: {events}'],
  recordedBefore: ['此操作此前已生效。', 'It had taken effect before.'],
  tryOut: ['试算', 'Dry run'],
  wouldCome: ['若提交将产生：{events}', 'It would record: {events}'],
  nothingRecorded: ['未记录任何内容', 'nothing is recorded'],
  // streams and cases
  caseTitle: ['案件', 'Case'],
  openByKey: ['按编号打开', 'Open by key'],
  keyOf: ['编号', 'Key'],
  open: ['打开', 'Open'],
  begin: ['新建', 'Begin'],
  nextSteps: ['可办操作', 'Next steps'],
  noNextSteps: ['您现在没有可办的操作。', 'There is nothing that you may do now.'],
  limits: ['时限', 'Limits'],
  noLimits: ['没有在计时的时限。', 'No limit runs.'],
  timeLeft: ['剩 {span}', '{span} left'],
  timeOver: ['超 {span}', '{span} over'],
  provisional: ['（暂定，待来年节假日通知）', '(provisional)'],
  history: ['经过', 'History'],
  stateTable: ['详细状态', 'State in full'],
  showState: ['展开详细状态', 'Show the state in full'],
  versionN: ['第 {n} 版', 'version {n}'],
  viewVersion: ['查看第 {n} 版', 'As of version {n}'],
  viewingVersion: ['正在查看第 {n} 版，并非最新。', 'This is version {n}, not the latest.'],
  backToLatest: ['回到最新', 'Back to the latest'],
  actor: ['经办', 'By'],
  event: ['事项', 'Event'],
  details: ['内容', 'Details'],
  owner: ['当前承办', 'Who has it'],
  phase: ['阶段', 'Phase'],
  line: ['条线', 'Line'],
  matter: ['事项', 'Matter'],
  station: ['派出所', 'Station'],
  due: ['期限', 'Due'],
  reported: ['登记', 'Reported'],
  duties: ['尚待完成', 'Still owed'],
  loops: ['闭环', 'Loops'],
  documents: ['打印文书', 'Documents'],
  noPapers: ['此案尚无文书。', 'There is no paper of this case yet.'],
  clear: ['查看明文', 'See in clear'],
  clearText: ['查看将先被记录，且永久保留。', 'The look is recorded first, and stays recorded.'],
  purpose: ['用途', 'Purpose'],
  inClear: ['以下为明文，用途：{purpose}', 'In clear, for: {purpose}'],
  maskAgain: ['恢复遮蔽', 'Mask again'],
  looks: ['查阅记录', 'Looks'],
  supportTitle: ['实时支援', 'Live support'],
  supportWaiting: ['等待答复', 'Waiting for an answer'],
  supportAsked: ['已求援 {span}', 'asked {span} ago'],
  similar: ['相似的既往案件', 'Similar earlier cases'],
  similarNone: ['没有找到相似案件。', 'No similar case was found.'],
  similarOff: [
    '未启用：仅加密日志可查相似案件。',
    'Not available: only a sealed log has this index.',
  ],
  score: ['相似度', 'Closeness'],
  outcome: ['结果', 'Outcome'],
  rating: ['评价', 'Rating'],
  replyGiven: ['所用口径', 'Reply'],
  // window
  newCase: ['登记诉求', 'New matter'],
  finishNow: ['当场办结', 'Finish on the spot'],
  registerOnly: ['登记受理', 'Register and accept'],
  withNotice: ['登记并书面告知', 'Register and give notice'],
  pickMatter: ['事项（代码或名称）', 'Matter (code or name)'],
  category: ['诉求类别', 'Category'],
  howItEnds: ['结果', 'What came of it'],
  whatHappened: ['诉求内容', 'What happened'],
  nextStep: ['下一步', 'Next step'],
  personName: ['姓名', 'Name'],
  phone: ['电话', 'Phone'],
  counterDid: ['柜台此前做法', 'What the counter did before'],
  told: ['解释说明', 'Explained'],
  papersLacking: ['缺少的材料（一次性告知）', 'Papers that are lacking (one-time notice)'],
  papersHint: [
    '勾选所缺材料：必须一次说全。登记后直接填写告知书。',
    'Tick all that is lacking, once. The notice opens after registering.',
  ],
  mainPaper: ['主件', 'main'],
  prefilled: ['已自动填写', 'Filled in'],
  fullForm: ['完整表单', 'Full form'],
  registeredAs: ['已登记：{key}', 'Registered: {key}'],
  tookSeconds: ['用时 {n} 秒', 'took {n} s'],
  giveCode: [
    '请将查询码交给群众，只显示这一次：',
    'Give this inquiry code to the citizen. It is shown only once:',
  ],
  earlierCases: [
    '此人的既往诉求，请核对是否重复：',
    'Earlier cases of this person: see whether it is a repeat:',
  ],
  writeNotice: ['填写书面告知', 'Write the notice'],
  nextCitizen: ['下一位', 'Next'],
  openCase: ['打开案件', 'Open the case'],
  queue: ['本所在办', 'The station’s cases'],
  openOnly: ['仅在办', 'Open only'],
  matterNone: ['没有匹配的事项。', 'No such matter.'],
  pickOne: ['请选择', 'Choose'],
  reasonOf: ['未办成原因（可不填）', 'Why it failed (optional)'],
  showMore: ['显示更多', 'Show more'],
  limitDays: ['法定 {n} 个工作日', 'by law {n} working days'],
  // department
  deptQueue: ['待办（按期限）', 'To do, by due time'],
  allUnits: ['其他单位', 'Another unit'],
  nameUnit: [
    '请在右上填写单位代码，如 310101.RK、city.RK。',
    'Name a unit above, say 310101.RK or city.RK.',
  ],
  anybodys: ['可认领的', 'What anybody may take'],
  pickFromQueue: ['从左侧选择一件。', 'Choose one from the list.'],
  asked: ['派出所的问题', 'What the station asks'],
  triedSoFar: ['已做工作', 'What was tried'],
  answerTitle: ['答复', 'Answer'],
  internalPart: ['内部（群众看不到）', 'Internal: citizens never see it'],
  externalPart: ['对外（可以对群众说）', 'External: may be said to citizens'],
  answerMany: ['一次答复 {n} 件', 'One answer for {n}'],
  answerManyHint: [
    '先试算，看清每件的结果，再提交。',
    'Try it out first: see what would come of each.',
  ],
  tryAll: ['逐件试算', 'Dry run on each'],
  sendAll: ['提交可办的 {n} 件', 'Send the {n} that would be taken'],
  wouldBeTaken: ['可以', 'would be taken'],
  wasTaken: ['已记录', 'recorded'],
  pending: ['未试', 'not tried'],
  noAnswerStep: ['此案现在不等您答复。', 'This case does not wait for your answer now.'],
  // supervisor
  board: ['总览', 'Board'],
  charts: ['图表', 'Charts'],
  overdueTab: ['超期与催办', 'Overdue and urging'],
  bandsTab: ['分档评价', 'Bands'],
  loopTab: ['检查与整改', 'Inspections and rectification'],
  asOf: ['时点', 'As of'],
  now: ['现在', 'Now'],
  asOfHint: ['拖动查看当时的数字', 'Drag to see the figures of that time'],
  period: ['期间', 'Period'],
  periodHint: ['如 2023H2、2023Q3、2023-07', 'say 2023H2, 2023Q3, 2023-07'],
  dimension: ['按', 'By'],
  figuresHeadline: ['主要指标', 'Headline figures'],
  figuresBy: ['分组数字', 'Figures by group'],
  ofN: ['{value} / {of}', '{value} of {of}'],
  amongN: ['共 {of} 件', 'of {of} cases'],
  total: ['合计', 'All'],
  casesBehind: ['“{figure}”背后的案件', 'Cases behind “{figure}”'],
  casesBehindOf: ['“{figure}”背后的案件：{group}', 'Cases behind “{figure}”: {group}'],
  casesHidden: ['只列出您可查看的案件。', 'Only cases that are yours to see are named.'],
  band_better: ['较好', 'better'],
  band_usual: ['正常', 'usual'],
  band_worse: ['较差', 'worse'],
  band_too_few: ['件数太少', 'too few'],
  bandsHint: [
    '与同等规模的窗口相比；分档，不排名。',
    'Compared within classes of size; bands, no ranks.',
  ],
  sizeClass: ['规模', 'Size'],
  size_small: ['小型', 'small'],
  size_medium: ['中型', 'medium'],
  size_large: ['大型', 'large'],
  share: ['占比', 'Share'],
  classShare: ['同类平均', 'Class'],
  overdueOpen: ['在办超期', 'Open and overdue'],
  limitsPassed: ['已过时限', 'Limits that have passed'],
  limitsNowOnly: [
    '时限清单只反映现在，请把时点移到“现在”后查看。',
    'The list of limits is that of now: move the slider to “Now” to see it.',
  ],
  inLedger: ['其余在台账中查看', 'The rest is in the ledger'],
  periodWrong: [
    '期间无法识别，请填 2023、2023H2、2023Q3、2023-07、2023-07-01 或 2023-07-01..2023-09-30。',
    'No period: 2023, 2023H2, 2023Q3, 2023-07, 2023-07-01 or 2023-07-01..2023-09-30, please.',
  ],
  urgedCases: ['被催办的案件', 'Urgings'],
  supervisedCases: ['督办', 'Supervision'],
  streamsOf: ['全部', 'All of them'],
  changedAt: ['最近变动', 'Last changed'],
  loopWindows: ['窗口', 'Windows'],
  loopInspections: ['检查与通报', 'Inspections and circulars'],
  loopLiaisons: ['对接专人', 'Liaisons'],
  loopLearning: ['口径与培训', 'Standard replies and trainings'],
  loop_stations: ['设窗派出所', 'Stations with a window'],
  loop_open_windows: ['开放窗口', 'Windows open'],
  loop_suspended: ['暂停或迁址', 'Suspended or moved'],
  loop_closed: ['已撤销', 'Closed for good'],
  loop_independent: ['独立设置', 'With room of their own'],
  loop_overlaid: ['叠加设置', 'On a counter'],
  loop_officers: ['在岗民警', 'Officers who serve'],
  loop_changes: ['换岗次数', 'Changes of rosters'],
  loop_rooms: ['专用接待室', 'Separate rooms'],
  loop_room_matters: ['接待室办理件数', 'Matters moved to a room'],
  loop_overlay_load: ['叠加柜台日工作量（分钟）', 'Minutes a day on overlaid counters'],
  loop_overlay_most: ['其中最重柜台（分钟）', 'On the busiest of them'],
  loop_served: ['近一年任职民警', 'Officers in the last year'],
  loop_through: ['其中连续任职满一年', 'Of these, throughout'],
  loop_inspections: ['检查', 'Inspections'],
  loop_open_inspections: ['检查进行中', 'Inspections under way'],
  loop_clean: ['未发现问题', 'Nothing found'],
  loop_findings: ['成立的问题', 'Findings that stand'],
  loop_circulars: ['通报', 'Circulars'],
  loop_repeated: ['其中重复通报', 'Of these, repeated'],
  loop_samples: ['随机抽查', 'Spot checks'],
  loop_refusals: ['不予收件核查', 'Refusals at the counter'],
  loop_refusals_without_ground: ['其中无理由拒收', 'Of these, without a ground'],
  loop_posts: ['在岗专人', 'Posts held'],
  loop_vacant: ['岗位空缺', 'Posts vacant'],
  loop_collected: ['收集的疑难问题', 'Difficult matters collected'],
  loop_digests: ['问题汇总', 'Digests'],
  loop_solved: ['已解决的问题', 'Answered with a solution'],
  loop_next_steps: ['答复下一步的问题', 'Answered with a next step'],
  loop_late: ['逾期答复', 'Answered late'],
  loop_unanswered: ['待答复的问题', 'Without an answer'],
  loop_replies: ['现行标准口径', 'Standard replies in force'],
  loop_reply_uses: ['引用口径的案件', 'Cases that cite one'],
  loop_trainings: ['已办培训', 'Trainings held'],
  loop_trained: ['参训人次', 'Attendances'],
  loop_passed: ['考核合格人次', 'Of these, passed'],
  loopBehindHint: [
    '以下为现在符合条件的记录；一条记录可能计多次。',
    'These are the records of which it holds now; one of them may count more than once.',
  ],
  loopRectifications: ['整改及成效', 'Rectifications and what they brought'],
  loopClass: ['问题类别', 'Class'],
  loopEnded: ['已结束', 'ended'],
  loopRunning: ['进行中', 'under way'],
  loopProved: ['成效已证实', 'proved'],
  loopBefore: ['整改前', 'Before'],
  loopAfter: ['整改后', 'After'],
  loopRatio: ['发生率之比（95% 区间）', 'Ratio of rates (95 %)'],
  loopTopic: ['每月一题', 'Topic of the month'],
  loopTasks: ['任务清单', 'Tasks'],
  loopResponsible: ['责任清单', 'Who answers for it'],
  loopPolicy: ['政策清单', 'What becomes the rule'],
  loopWhole: ['牵头', 'in charge'],
  loopMeasure: ['措施 {n}', 'measure {n}'],
  loopSamplesTitle: ['随机抽查的证明', 'Proof of the spot checks'],
  loopSamplesHint: [
    '抽样前先封存种子的承诺值，公布种子后由日志确定总体和名单；任何人都可以重新抽取核对。',
    'The seed is committed to before it is shown; population and list then follow from the log. Anybody can draw again.',
  ],
  loopSampleOf: ['{from} 至 {to}，抽 {size} 件', '{from} to {to}, {size} drawn'],
  loopCommitment: ['种子承诺值', 'Commitment'],
  loopSeed: ['种子', 'Seed'],
  loopPopulation: ['抽样总体', 'Population'],
  loopDrawn: ['抽中案件', 'Drawn cases'],
  loopVerify: ['重新抽取核对', 'Draw again and compare'],
  loopVerified: ['核对结果', 'Result'],
  loopSampleSame: ['重新抽取结果一致', 'drawn again: the same'],
  loopSampleOther: ['重新抽取结果不一致', 'drawn again: another'],
  loopSeedFits: ['种子与承诺值相符', 'the seed is what was committed to'],
  loopSeedOther: ['种子与承诺值不符', 'the seed is not what was committed to'],
  loopPositionFits: [
    '总体取自公布种子时的日志位置',
    'the population is that of the record that shows the seed',
  ],
  loopPositionOther: ['总体的日志位置不符', 'the population is of another record'],
  // citizen
  whereItStands: ['办到哪一步', 'Where it stands'],
  nameAndCode: ['{name}（{code}）', '{name} ({code})'],
  inArchive: ['已归档', 'archived'],
  whoHasIt: ['现在由谁办理', 'Who has it'],
  untilWhen: ['最迟何时', 'Until when'],
  whatIsMissing: ['还缺什么', 'What is missing'],
  nothingMissing: ['不缺材料。', 'Nothing is missing.'],
  whatYouCanDo: ['您可以', 'What you can do'],
  rateIt: ['请您评价', 'Rate it'],
  rateHint: [
    '没有默认选项；评价如实即可，不影响您的事项。',
    'There is no default; say what you think. It does not affect your matter.',
  ],
  receipt: ['回执', 'Receipt'],
  receiptHint: [
    '回执证明您的诉求已记入日志且未被改动，可离线验证。记录中有不向您公开的内容时，回执不含记录原文。',
    'The receipt proves that your matter is in the log, unchanged. It can be verified offline. Where not all of the record is for you to see, it does not hold the record.',
  ],
  download: ['下载回执', 'Download'],
  verify: ['验证', 'Verify'],
  verifyFile: ['验证文件', 'Verify a file'],
  verifierKey: ['公布的验证公钥', 'Published verifier key'],
  verifierKeyHint: [
    '形如 recourse/…+1a2b3c4d+AX…。请从本单位以外的渠道取得。',
    'As recourse/…+1a2b3c4d+AX…. Take it from elsewhere than this office.',
  ],
  proven: [
    '已证明：第 {position} 条，共 {size} 条，{origin}',
    'Proven: position {position} of {size} records, {origin}',
  ],
  headProven: [
    '签名有效：日志共 {size} 条，{origin}。本回执不含第 {position} 条记录的原文，须取得原文后方可核对。',
    'The signature holds: {size} records, {origin}. This receipt does not hold the record at position {position}: with the record it can be verified.',
  ],
  nothingChecked: [
    '此浏览器不支持 Ed25519，本回执又不含记录原文，未作核对。请用 verify_receipt.py 验证。',
    'This browser has no Ed25519, and the receipt does not hold its record: nothing was checked. Use verify_receipt.py.',
  ],
  notProven: ['未能证明：{why}', 'Not proven: {why}'],
  noEd25519: [
    '此浏览器不支持 Ed25519，只核对了哈希路径，未验签名。请用 verify_receipt.py 验证。',
    'This browser has no Ed25519: the path was checked, the signature was not. Use verify_receipt.py.',
  ],
  noSubtle: [
    '此页面不在安全连接上，浏览器不提供密码功能，无法验证。',
    'Not a secure context: the browser offers no cryptography here.',
  ],
  service: ['对服务', 'The service'],
  policy: ['对政策', 'The policy'],
  wholeGrade: ['总体', 'On the whole'],
  yourWords: ['您想说的（可不填）', 'In your words (optional)'],
  thanksRated: ['感谢您的评价。', 'Thank you for rating.'],
  passedSteps: ['经过', 'What happened so far'],
  whoseCase: ['请选择一件诉求。', 'Which matter?'],
  yourReply: ['给您的答复', 'The reply to you'],
  // operation
  positions: ['位置', 'Positions'],
  views: ['视图', 'Views'],
  viewName: ['名称', 'Name'],
  lag: ['滞后', 'Lag'],
  stateWord: ['状态', 'State'],
  state_current: ['最新', 'current'],
  state_behind: ['滞后', 'behind'],
  state_stopped: ['已停止', 'stopped'],
  state_outdated: ['旧版', 'outdated'],
  rebuild: ['重建', 'Rebuild'],
  rebuildAsk: [
    '重建视图“{name}”？旧视图在此期间继续服务。',
    'Rebuild the view “{name}”? The old one serves meanwhile.',
  ],
  rebuildStarted: ['已开始重建“{name}”。', 'The rebuild of “{name}” has begun.'],
  remaining: ['约剩 {span}', 'about {span} left'],
  perSecond: ['{n} 条/秒', '{n} records/s'],
  reactions: ['反应', 'Reactions'],
  subscribers: ['订阅', 'Subscribers'],
  timersTitle: ['计时器', 'Timers'],
  troubles: ['故障及原因', 'What is stuck, and why'],
  noTroubles: ['没有故障。', 'Nothing is stuck.'],
  resources: ['内存、磁盘、备份', 'Memory, disk, backup'],
  lastBackup: ['上次备份', 'Last backup'],
  neverDone: ['从未', 'never'],
  lastDrill: ['上次恢复演练', 'Last restore drill'],
  drillWhole: ['完好', 'whole'],
  drillFailed: ['未通过', 'failed'],
  drillTook: [
    '恢复到第 {position} 条记录，用时 {n} 秒',
    'restored up to record {position} in {n} s',
  ],
  norms: ['现行规范', 'Norms in force'],
  value: ['数值', 'Value'],
  normNone: ['未规定', 'none'],
  sourceOf: ['来源', 'Source'],
  error: ['错误', 'Error'],
  // workflows
  beginsStream: ['可新建', 'begins one'],
  needsKey: ['编号（自定）', 'Key (yours to choose)'],
  describedState: ['状态字段', 'State, described'],
  field: ['字段', 'Field'],
  meaning: ['含义', 'Meaning'],
  form: ['形式', 'Form'],
  allCommands: ['全部操作', 'All commands'],
  // ledger
  ledgerWords: ['词语', 'Words'],
  ledgerWhere: ['条件', 'Conditions'],
  ledgerWhereHint: [
    '如 line=population, overdue=true，用逗号加空格分隔',
    'say line=population, overdue=true; a comma and a blank between',
  ],
  nextPage: ['下一页', 'Next page'],
  previousPage: ['上一页', 'Previous page'],
  firstPage: ['第一页', 'First page'],
  // keys
  keySearch: ['查找', 'search'],
  keyRows: ['上下移动', 'up and down in lists'],
  keyOpen: ['打开', 'open'],
  keySelect: ['选择（多选列表）', 'select, where many can be'],
  keySend: ['提交表单', 'send the form'],
  keyHelp: ['显示快捷键', 'this help'],
  keyNew: ['登记新诉求', 'new matter'],
  keyGo: ['到各工作台', 'go to a desk'],
} as const satisfies Record<string, readonly [string, string]>;

export type TextKey = keyof typeof texts;

export function textOf(
  lang: Lang,
  key: TextKey,
  values: Record<string, string | number> = {},
): string {
  const text: string = texts[key][lang === 'zh' ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}

/** Chinese names of the workflows that ship, where the service sends none. */
const kinds: Record<string, string> = {
  case: '诉求',
  calendar: '工作日历',
  registry: '窗口名册',
  replies: '标准口径',
  liaison: '对接专人',
  supervision: '检查通报',
  rectification: '整改',
  training: '培训',
  dispatch: '派单目录',
  hotline: '热线工单',
  sealing: '信息加密',
  notary: '日志公证',
  account: '账号',
};
const roles: Record<string, readonly [string, string]> = {
  citizen: ['群众、企业', 'citizen'],
  window_officer: ['反映窗口民警', 'window officer'],
  counter_lead: ['综合窗口负责人', 'counter lead'],
  station_chief: ['派出所领导', 'station chief'],
  district_officer: ['分局业务部门', 'district department'],
  city_officer: ['市局业务部门', 'city department'],
  liaison: ['对接专人', 'liaison'],
  supervisor: ['治安总队', 'supervisor'],
  administrator: ['科技部门', 'administrator'],
  timer: ['系统计时', 'timer'],
  engine: ['系统', 'engine'],
  importer: ['接口', 'interface'],
  receiver: ['接收机关', 'receiver'],
};

export interface Dictionary {
  /** Labels of commands and events by their full type. */
  types: Map<string, Labels>;
  /** Words of enumerations, by "field:word" and by word alone. */
  words: Map<string, Labels>;
  /** Labels of fields by their name alone, where the type is not known; the first one said. */
  fields: Map<string, Labels>;
  /** Fields of events by their type. */
  events: Map<string, Field[]>;
}
/** What the service has said of its workflows so far (workflows.ts fills it). */
export const dictionary: Dictionary = {
  types: new Map(),
  words: new Map(),
  fields: new Map(),
  events: new Map(),
};

export interface Texts {
  lang: Lang;
  setLang: (lang: Lang) => void;
  t: (key: TextKey, values?: Record<string, string | number>) => string;
  /** One of two texts. */
  pick: (labels: Labels | undefined, otherwise: string) => string;
  /** `of`: of a member of no workflow, the type that it stands in. */
  fieldLabel: (field: Pick<Field, 'name' | 'label'>, of?: string) => string;
  /** A word of an enumeration; `field` says of which, where words are alike. */
  wordLabel: (word: Word | string, field?: string) => string;
  commandLabel: (type: string) => string;
  kindLabel: (kind: string, zh?: string) => string;
  roleLabel: (role: string) => string;
  /** `window_officer:w7@S001` as 反映窗口民警 w7. */
  actorLabel: (actor: string) => string;
}

const Context = createContext<Texts | null>(null);

export function TextsProvider({ children }: { children: ReactNode }) {
  const [lang, choose] = useState<Lang>(() =>
    localStorage.getItem('recourse.lang') === 'en' ? 'en' : 'zh',
  );
  const setLang = useCallback((next: Lang) => {
    localStorage.setItem('recourse.lang', next);
    choose(next);
  }, []);
  useEffect(() => {
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
    document.title = textOf(lang, 'appName');
  }, [lang]);
  const value = useMemo<Texts>(() => {
    const pick = (labels: Labels | undefined, otherwise: string) =>
      (lang === 'zh' ? labels?.zh : labels?.en) ||
      (lang === 'zh' ? undefined : labels?.en) ||
      otherwise;
    const roleLabel = (role: string) => roles[role]?.[lang === 'zh' ? 0 : 1] ?? role;
    return {
      lang,
      setLang,
      pick,
      roleLabel,
      t: (key, values) => textOf(lang, key, values),
      fieldLabel: ({ name, label }, of) => {
        if (lang === 'en') return label.en || englishLabel(name);
        const known = of ? chineseLabel(of, name) : dictionary.fields.get(name)?.zh;
        return label.zh || known || name;
      },
      wordLabel: (word, field) => {
        const value = typeof word === 'string' ? word : word.value;
        const said = typeof word === 'string' ? undefined : word;
        const known = dictionary.words.get(`${field}:${value}`) ?? dictionary.words.get(value);
        return pick(said, '') || pick(known, lang === 'zh' ? value : englishLabel(value));
      },
      commandLabel: (type) =>
        pick(dictionary.types.get(type), lang === 'zh' ? type : englishLabel(shortName(type))),
      kindLabel: (kind, zh) => (lang === 'zh' ? zh || kinds[kind] || kind : englishLabel(kind)),
      actorLabel: (actor) => {
        const match = /^([^:@]+):?([^@]*)(?:@(.*))?$/.exec(actor);
        if (!match) return actor;
        // Timers and the engine are nobody: their ids say nothing.
        const named = match[2] !== match[1] && !['timer', 'engine'].includes(match[1]!);
        return [roleLabel(match[1]!), named ? match[2] : ''].filter(Boolean).join(' ');
      },
    };
  }, [lang, setLang]);
  return createElement(Context.Provider, { value }, children);
}

export function useTexts(): Texts {
  const found = useContext(Context);
  if (!found) throw new Error('useTexts outside of TextsProvider');
  return found;
}
