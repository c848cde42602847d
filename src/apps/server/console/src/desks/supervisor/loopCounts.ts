// What the loop counts, and of which streams: each count opens them.
import type { TextKey } from '../../i18n';

/** A state as the service has it; parts are looked at, not known. */
type State = Record<string, any>;

export interface LoopCount {
  /** Where it stands in the report's `loop`: `windows.open`. */
  name: string;
  text: TextKey;
  kind: string;
  holds: (state: State) => boolean;
}

const many = (list: unknown): boolean => Array.isArray(list) && list.length > 0;
const standing = ({ findings }: State): boolean =>
  Array.isArray(findings) && findings.some((one) => !one.struck);
const refusal = ({ kind }: State): boolean => kind === 'counter_refusal';
const cancelled = ({ phases }: State): boolean => phases?.stage === 'cancelled';
const window = ({ phases }: State): string => phases?.window ?? '';
const inspection = (state: State): boolean => !refusal(state) && !cancelled(state);

const kWindows: LoopCount[] = [
  {
    name: 'windows.stations',
    text: 'loop_stations',
    kind: 'registry',
    holds: ({ kind }) => kind === 'station',
  },
  {
    name: 'windows.open',
    text: 'loop_open_windows',
    kind: 'registry',
    holds: (state) => window(state) === 'open',
  },
  {
    name: 'windows.suspended',
    text: 'loop_suspended',
    kind: 'registry',
    holds: (state) => ['suspended', 'moved'].includes(window(state)),
  },
  {
    name: 'windows.closed',
    text: 'loop_closed',
    kind: 'registry',
    holds: (state) => window(state) === 'closed',
  },
  {
    name: 'windows.independent',
    text: 'loop_independent',
    kind: 'registry',
    holds: (state) => state.form === 'independent' && window(state) !== 'closed',
  },
  {
    name: 'windows.overlaid',
    text: 'loop_overlaid',
    kind: 'registry',
    holds: (state) => state.form === 'overlaid' && window(state) !== 'closed',
  },
  {
    name: 'windows.officers',
    text: 'loop_officers',
    kind: 'registry',
    holds: ({ officers }) => many(officers),
  },
  {
    name: 'windows.changes',
    text: 'loop_changes',
    kind: 'registry',
    holds: ({ swapped }) => many(swapped),
  },
  {
    name: 'windows.rooms',
    text: 'loop_rooms',
    kind: 'registry',
    holds: ({ room }) => Boolean(room),
  },
  {
    name: 'windows.room_matters',
    text: 'loop_room_matters',
    kind: 'registry',
    holds: (state) => state.room_use?.matters > 0,
  },
  {
    name: 'windows.overlay_load',
    text: 'loop_overlay_load',
    kind: 'registry',
    holds: (state) => state.form === 'overlaid' && window(state) !== 'closed',
  },
  {
    name: 'windows.overlay_most',
    text: 'loop_overlay_most',
    kind: 'registry',
    holds: (state) => state.form === 'overlaid' && window(state) !== 'closed',
  },
  {
    name: 'windows.served',
    text: 'loop_served',
    kind: 'registry',
    holds: ({ services }) => many(services),
  },
  {
    name: 'windows.through',
    text: 'loop_through',
    kind: 'registry',
    holds: ({ services }) => many(services),
  },
];
const kInspections: LoopCount[] = [
  {
    name: 'inspections.inspections',
    text: 'loop_inspections',
    kind: 'supervision',
    holds: inspection,
  },
  {
    name: 'inspections.open',
    text: 'loop_open_inspections',
    kind: 'supervision',
    holds: (state) => inspection(state) && !['clean', 'closed'].includes(state.phases?.stage),
  },
  {
    name: 'inspections.clean',
    text: 'loop_clean',
    kind: 'supervision',
    holds: (state) => inspection(state) && state.phases?.stage === 'clean',
  },
  {
    name: 'inspections.findings',
    text: 'loop_findings',
    kind: 'supervision',
    holds: (state) => !cancelled(state) && standing(state),
  },
  {
    name: 'inspections.circulars',
    text: 'loop_circulars',
    kind: 'supervision',
    holds: ({ rung }) => rung > 0,
  },
  {
    name: 'inspections.repeated',
    text: 'loop_repeated',
    kind: 'supervision',
    holds: ({ rung }) => rung > 1,
  },
  {
    name: 'inspections.samples',
    text: 'loop_samples',
    kind: 'supervision',
    holds: ({ sample }) => Boolean(sample?.digest),
  },
  {
    name: 'inspections.refusals',
    text: 'loop_refusals',
    kind: 'supervision',
    holds: (state) => refusal(state) && !cancelled(state),
  },
  {
    name: 'inspections.refusals_without_ground',
    text: 'loop_refusals_without_ground',
    kind: 'supervision',
    holds: (state) => refusal(state) && !cancelled(state) && standing(state),
  },
];
const kLiaisons: LoopCount[] = [
  {
    name: 'liaisons.posts',
    text: 'loop_posts',
    kind: 'liaison',
    holds: ({ post }) => post === 'served',
  },
  {
    name: 'liaisons.vacant',
    text: 'loop_vacant',
    kind: 'liaison',
    holds: ({ post }) => post !== 'served',
  },
  {
    name: 'liaisons.collected',
    text: 'loop_collected',
    kind: 'liaison',
    holds: ({ collected }) => collected > 0,
  },
  {
    name: 'liaisons.digests',
    text: 'loop_digests',
    kind: 'liaison',
    holds: ({ digest }) => digest > 0,
  },
  {
    name: 'liaisons.solved',
    text: 'loop_solved',
    kind: 'liaison',
    holds: ({ solved }) => solved > 0,
  },
  {
    name: 'liaisons.next_steps',
    text: 'loop_next_steps',
    kind: 'liaison',
    holds: (state) => state.next_steps > 0,
  },
  { name: 'liaisons.late', text: 'loop_late', kind: 'liaison', holds: ({ late }) => late > 0 },
  {
    name: 'liaisons.open',
    text: 'loop_unanswered',
    kind: 'liaison',
    holds: ({ matters }) => many(matters),
  },
];
const kLearning: LoopCount[] = [
  {
    name: 'replies',
    text: 'loop_replies',
    kind: 'replies',
    holds: ({ standing: stands }) => stands === 'published',
  },
  { name: 'reply_uses', text: 'loop_reply_uses', kind: 'replies', holds: ({ uses }) => uses > 0 },
  {
    name: 'trainings',
    text: 'loop_trainings',
    kind: 'training',
    holds: ({ phase }) => ['held', 'tested', 'evaluated', 'closed'].includes(phase),
  },
  {
    name: 'trained',
    text: 'loop_trained',
    kind: 'training',
    holds: ({ attendees }) => many(attendees),
  },
  {
    name: 'passed',
    text: 'loop_passed',
    kind: 'training',
    holds: ({ attendees }) => many(attendees),
  },
];

export const kLoop: readonly { title: TextKey; counts: readonly LoopCount[] }[] = [
  { title: 'loopWindows', counts: kWindows },
  { title: 'loopInspections', counts: kInspections },
  { title: 'loopLiaisons', counts: kLiaisons },
  { title: 'loopLearning', counts: kLearning },
];

/** The number of that name; undefined: the report does not have it. */
export function countOf(loop: State, name: string): number | undefined {
  const value = name.split('.').reduce<any>((at, part) => at?.[part], loop);
  return typeof value === 'number' ? value : undefined;
}
