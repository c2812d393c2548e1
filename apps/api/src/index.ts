import { app } from './app.ts';

export { AgentCalendar } from './calendar/agent-calendar.ts';
export { Projector } from './read-model/projector.ts';
export default { fetch: app.fetch };
