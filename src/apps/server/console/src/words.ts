// Chinese labels of members that stand in no workflow: operation, norms, looks. By type and member, for
// one word means one thing here and another there. Fields of workflows have theirs from the service.
const table = `
operation.timers 计时器|operation.memory 内存|operation.disk 磁盘|operation.transport 连接
timers.fired 已触发|timers.declined 未获接受|timers.stale 已过时|timers.retried 已重试
timers.failing 失败中|timers.last_error 最近错误|timers.next_due 下次到期
positions.head 末位|positions.indexed 已索引|positions.queued 排队|positions.writable 可写
memory.cache_bytes 缓存|memory.tail_bytes 尾部|memory.state_cache_hits 状态缓存命中
memory.state_cache_misses 状态缓存未命中|disk.used_bytes 已用|disk.free_bytes 可用
transport.connections 连接数|transport.streams 实时推送|transport.requests 累计请求
transport.turned_away 因满载拒绝|transport.dropped_streams 中断的推送
look.position 位置|look.version 版本|look.at 时间|look.actor 查阅人|look.purpose 用途
norms.name 规范名称|norms.version 版本|norms.utc_offset 时区偏移|norms.districts 分局
norms.contact 首次联系|norms.ordinary 一般事项办结|norms.difficult 疑难事项办结
norms.notice 一次性告知|norms.receive_ordinary 一般诉求接单|norms.finish_consultation 咨询办结
norms.finish_help 求助办结|norms.finish_suggestion 建议办结|norms.finish_complaint 投诉办结
norms.finish_report 举报办结|norms.decline_review 不予受理复核|norms.referral 移送答复
norms.department_answer 部门答复|norms.station_reserve 派出所预留|norms.facts 补报情况
norms.line_objection 条线异议|norms.attention 追问答复|norms.supervision 督办答复
norms.plan_cap 计划上限|norms.plan_total 计划总长|norms.supplement 补正期限
norms.reminder 到期提醒|norms.promise_grace 承诺宽限|norms.pause_cap 暂停上限
norms.care_contact 差评联系|norms.care_correction 差评整改|norms.care_feedback 差评反馈
norms.care_revisit 差评回访|norms.scope 诉求认定|norms.assisting 协办答复|norms.callback 抽查回访
norms.extension_cap 延期上限|norms.review_working 复查复核工作日|norms.support_minutes 实时支援
norms.receive_danger 险情接单|norms.receive_supply 断供接单|norms.service_hours 服务时间
norms.urging 催办安排|norms.rating_days 评价天数|norms.settling_days 归档前等候
norms.reopening_days 重办天数|norms.review_days 复查复核天数|norms.reconsideration_days 申请行政复议
norms.days_ahead 最多提前天数|norms.days_back 最多倒填天数|norms.account_days 挂账复核天数
norms.retention_days 个人信息保存|norms.litigation_months 提起诉讼|norms.contact_attempts 联系次数
norms.contact_days 联系天数|norms.callback_share 回访比例|norms.callback_seed 回访种子
norms.notice_for_every_line 各条线均可书面告知|norms.open_classes 问题类别自动立项
`;

const labels = new Map(table.trim().split(/[|\n]/).map((entry) => {
  const blank = entry.indexOf(' ');
  return [entry.slice(0, blank), entry.slice(blank + 1)] as const;
}));

/** `of`: the type that the member stands in, as `norms` or `memory`. */
export function chineseLabel(of: string, name: string): string | undefined {
  return labels.get(`${of}.${name}`);
}
/** "earlier_trips" → "Earlier trips". */
export function englishLabel(name: string): string {
  const words = name.replace(/_/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
