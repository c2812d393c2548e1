// D1 loses rows, or has others than it was given. Nobody notices; a rebuild is the remedy.

import type { CalendarName } from '../../src/calendar/commands.ts';
import type { D1 } from '../world/d1.ts';
import type { Watch } from '../world/watch.ts';
import { type Fault, LOSSES } from './plan.ts';

type Loss = Fault & { kind: (typeof LOSSES)[number] };

export const isLoss = (fault: Fault): fault is Loss => LOSSES.some((kind) => kind === fault.kind);

export function lose(
  { store }: D1,
  watch: Watch,
  kind: Loss['kind'],
  { agentId, route }: CalendarName,
): void {
  switch (kind) {
    case 'D1 lost appointments':
      store.all('DELETE FROM appointments WHERE user_id = ?', [agentId]);
      return;
    case 'D1 lost events':
      watch.excused.add(route);
      store.all('DELETE FROM events WHERE calendar = ? AND seq % 2 = 1', [route]);
      return;
    case 'D1 spoiled appointments':
      store.all("UPDATE appointments SET title = 'Spoiled' WHERE user_id = ?", [agentId]);
  }
}
