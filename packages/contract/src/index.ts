export {
  appointment,
  appointmentAnswer,
  appointmentList,
  conflictsAnswer,
  type WireAppointment,
} from './answers/appointment.ts';
export { customerAnswer, customerList, type WireCustomer } from './answers/customer.ts';
export { departmentAnswer, departmentList, type WireDepartment } from './answers/department.ts';
export { API_VERSION, apiCatalog, demoToken, openApiAnswer } from './answers/description.ts';
export { health, readiness } from './answers/health.ts';
export { type HistoryEntry, historyAnswer } from './answers/history.ts';
export { type ImportReport, importReport } from './answers/import.ts';
export { type Problem, problem } from './answers/problem.ts';
export { type RebuildReport, rebuildReport } from './answers/rebuild.ts';
export { userAnswer, userList, type WireUser } from './answers/user.ts';
export { ACTION_WORDS, type ActionWord, DEFAULT_DURATION } from './appointment.ts';
export { EMAIL, withoutPunctuation } from './contact.ts';
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
  PROBLEM_PAGES,
  PROBLEMS,
  type ProblemCode,
  problemPath,
} from './problem.ts';
export { knownParameters, readQuery } from './query-string.ts';
export { removing } from './removing.ts';
export {
  type AppointmentCreate,
  type AppointmentUpdate,
  appointmentCancel,
  appointmentCreate,
  appointmentUpdate,
} from './requests/appointment.ts';
export {
  type CustomerCreate,
  type CustomersQuery,
  type CustomerUpdate,
  customerCreate,
  customerMerge,
  customersQuery,
  customerUpdate,
} from './requests/customer.ts';
export {
  type DepartmentCreate,
  type DepartmentsQuery,
  type DepartmentUpdate,
  departmentCreate,
  departmentsQuery,
  departmentUpdate,
} from './requests/department.ts';
export { type HistoryQuery, historyQuery } from './requests/history.ts';
export { type ImportLine, importLine } from './requests/import.ts';
export {
  conflictsQuery,
  type ListQuery,
  listQuery,
  MAX_PAGE_SIZE,
  type SortKey,
} from './requests/query.ts';
export {
  type UserCreate,
  type UsersQuery,
  type UserUpdate,
  userCreate,
  usersQuery,
  userUpdate,
} from './requests/user.ts';
export { ROLES, type Role } from './role.ts';
