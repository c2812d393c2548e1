import { app } from './app.ts';

export { AgentCalendar } from './calendar/agent-calendar.ts';
export default { fetch: app.fetch };
