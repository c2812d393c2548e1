import type { Client, ImportLine, ImportReport } from '@rendezvous/client';

/** Takes over the appointments of an old system, and gives those back that could not be. */
export async function takeOver(
  api: Client,
  lines: Iterable<ImportLine> | AsyncIterable<ImportLine>,
) {
  const refused: ImportReport[] = [];
  for await (const report of api.appointments.import(lines)) {
    if (report.result !== 'imported') refused.push(report);
  }
  return refused;
}
