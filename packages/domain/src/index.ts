export type { Appointment, Contact } from './appointment.ts';
export { type BookCommand, type Booked, decideBooking } from './book.ts';
export {
  type ChangeCommand,
  type Changed,
  decideChange,
  sameContact,
  wantedInterval,
} from './change.ts';
export type { BookingFacts, ChangeFacts, Customer, Lookup, Named } from './facts.ts';
export { type Instant, type Interval, intervalOf, MINUTE_MS, overlaps } from './interval.ts';
export type { Occupied, Precondition } from './judgement.ts';
export {
  ACTIONS,
  type Action,
  allowedActions,
  isOccupying,
  isTerminal,
  OCCUPYING,
  STATUSES,
  type Status,
  TRANSITIONS,
} from './lifecycle.ts';
export { offsetOf, type Page, type PageRequest, pageOf } from './page.ts';
export type { Fault, Field, Refusal, Rule } from './refusal.ts';
export { accept, type Result, refuse } from './result.ts';
export { decideTransition, type TransitionCommand } from './transition.ts';
