export type { Answer, Resource, Written } from './answer.ts';
export { type Client, createClient } from './client.ts';
export type { List, Page } from './pages.ts';
export { RendezvousProblem, RendezvousUnreachable } from './problem.ts';
export type { RetryOptions } from './retry.ts';
export type { CallOptions, ChangeOptions, ClientOptions, WriteOptions } from './transport.ts';
export type {
  Appointment,
  Customer,
  Department,
  HistoryEntry,
  ImportLine,
  ImportReport,
  PageMeta,
  ProblemCode,
  RebuildReport,
  User,
} from './types.ts';
