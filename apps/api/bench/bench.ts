// npm run bench: what the program costs per request. See the README beside this file.

import { writeFileSync } from 'node:fs';
import { parseOptions, USAGE } from './options.ts';
import { progressOn } from './progress.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { toTable } from './table.ts';

const options = parsed();
if (!options) console.log(USAGE);
else {
  const document = await run(options, progressOn(process.stderr));
  writeFileSync(options.report, report(document));
  process.stderr.write(`\nReport: ${options.report}\n`);
  console.log(options.json ? JSON.stringify(document) : toTable(document));
}

function parsed() {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exit(2);
  }
}
