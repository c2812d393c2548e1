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
export {
  API_VERSION,
  apiCatalog,
  demoToken,
  openApiAnswer,
  PROBLEM_PAGES,
} from './description.ts';
export { health, readiness } from './health.ts';
export { type ImportLine, type ImportReport, importLine, importReport } from './import.ts';
export { formatInstant } from './instant.ts';
export { problemExample } from './operations/examples.ts';
export {
  ANSWER_HEADERS,
  type AnswerHeader,
  EVERY_ANSWER,
  REQUEST_HEADERS,
} from './operations/headers.ts';
export { OPERATIONS, type OperationId, operations } from './operations/index.ts';
export {
  isPublic,
  type Operation,
  type OperationAnswer,
  PROBLEMS_ELSEWHERE,
  problemsOf,
  requestHeadersOf,
} from './operations/operation.ts';
export {
  headersOfProblem,
  PROBLEMS,
  type Problem,
  type ProblemCode,
  problem,
  problemPath,
} from './problem.ts';
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
export { ROLES, type Role } from './role.ts';
