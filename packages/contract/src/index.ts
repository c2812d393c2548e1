export {
  ACTION_WORDS,
  type ActionWord,
  type AppointmentCreate,
  type AppointmentUpdate,
  appointment,
  appointmentAnswer,
  appointmentCancel,
  appointmentCreate,
  appointmentList,
  appointmentUpdate,
  conflictsAnswer,
  DEFAULT_DURATION,
  type WireAppointment,
} from './appointment.ts';
export { type HistoryEntry, type HistoryQuery, historyAnswer, historyQuery } from './history.ts';
export { type ImportLine, type ImportReport, importLine, importReport } from './import.ts';
export { formatInstant } from './instant.ts';
export { BETWEEN_FIELDS, type Message, type Sentence } from './language/en.ts';
export {
  LANGUAGES,
  type Language,
  recognise,
  translate,
  translateErrors,
} from './language/translate.ts';
export { PROBLEMS, type Problem, type ProblemCode, problem } from './problem.ts';
export {
  conflictsQuery,
  knownParameters,
  type ListQuery,
  listQuery,
  MAX_PAGE_SIZE,
  readQuery,
  type SortKey,
} from './query.ts';
export { type RebuildReport, rebuildReport } from './rebuild.ts';
