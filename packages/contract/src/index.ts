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
export { type ImportLine, type ImportReport, importLine, importReport } from './import.ts';
export { formatInstant } from './instant.ts';
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
