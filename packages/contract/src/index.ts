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
  type CustomerCreate,
  type CustomersQuery,
  type CustomerUpdate,
  customerAnswer,
  customerCreate,
  customerList,
  customerMerge,
  customersQuery,
  customerUpdate,
  type WireCustomer,
} from './customer.ts';
export {
  type DepartmentCreate,
  type DepartmentsQuery,
  type DepartmentUpdate,
  departmentAnswer,
  departmentCreate,
  departmentList,
  departmentsQuery,
  departmentUpdate,
  type WireDepartment,
} from './department.ts';
export {
  API_VERSION,
  apiCatalog,
  demoToken,
  openApiAnswer,
  PROBLEM_PAGES,
} from './description.ts';
export { health, readiness } from './health.ts';
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
export { problemExample } from './operations/examples.ts';
export {
  ANSWER_HEADERS,
  type AnswerHeader,
  BROWSER_HEADERS,
  EVERY_ANSWER,
  REQUEST_HEADERS,
} from './operations/headers.ts';
export { OPERATIONS, operations } from './operations/index.ts';
export {
  type Operation,
  type OperationAnswer,
  PROBLEMS_ELSEWHERE,
  problemsOf,
  requestHeadersOf,
} from './operations/operation.ts';
export { isPublic, type OperationId, ROUTES, type Route, routes } from './operations/routes.ts';
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
export {
  type UserCreate,
  type UsersQuery,
  type UserUpdate,
  userAnswer,
  userCreate,
  userList,
  usersQuery,
  userUpdate,
  type WireUser,
} from './user.ts';
