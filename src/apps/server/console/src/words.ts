// Chinese labels of members that stand in no workflow: norms, reports, operation. Fields of workflows
// have theirs from the service.
const table = `
position 位置|version 版本|name 名称|id 编号|unit 单位|role 角色
windows 窗口|inspections 检查|replies 标准口径|reply_uses 口径引用|trainings 培训
trained 参训|passed 合格|rectifications 整改|open 在办|suspended 暂停|closed 关闭
independent 独立|overlaid 叠加|changes 变动|clean 无问题|circulars 通报|samples 抽查
refusals 不予收件|refusals_without_ground 无理由不予收件|head 末位|indexed 已索引
queued 排队|writable 可写|fired 已触发|declined 已拒绝|stale 已过时|retried 已重试
failing 失败中|last_error 最近错误|next_due 下次到期|cache_bytes 缓存|tail_bytes 尾部
used_bytes 已用|free_bytes 可用|state_cache_hits 状态缓存命中
state_cache_misses 状态缓存未命中|memory 内存|disk 磁盘|transport 连接
connections 连接数|clients 客户端|lists 列表|asked 询问次数|ordinary 普通
department_answer 部门答复|station_reserve 派出所预留|line_objection 条线异议
plan_cap 计划上限|plan_total 计划总长|promise_grace 承诺宽限|care_contact 差评联系
care_correction 差评整改|care_feedback 差评反馈|care_revisit 差评回访
support_minutes 支援分钟数|rating_days 评价天数|settling_days 沉淀天数
reopening_days 重办天数|review_days 复查天数|reconsideration_days 复议天数
districts 分局|utc_offset 时区偏移|receive_ordinary 普通接单|receive_danger 险情接单|receive_supply 断供接单
finish_consultation 咨询办结|finish_help 求助办结|finish_suggestion 建议办结|finish_complaint 投诉办结
finish_report 举报办结|decline_review 不予受理审核|referral 转送|extension_cap 延期上限
review_working 复查工作日|service_hours 服务时间|days_ahead 最多提前天数|days_back 最多倒填天数
account_days 挂账复核天数|retention_days 保存天数|litigation_months 诉讼月数|callback_share 回访比例
callback_seed 回访种子|notice_for_every_line 各条线均可书面告知|open_classes 公开分级
`;

const labels = new Map(table.trim().split(/[|\n]/).map((entry) => {
  const blank = entry.indexOf(' ');
  return [entry.slice(0, blank), entry.slice(blank + 1)] as const;
}));

export function chineseLabel(name: string): string | undefined {
  return labels.get(name);
}
/** "earlier_trips" → "Earlier trips". */
export function englishLabel(name: string): string {
  const words = name.replace(/_/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
