// npm run format: formats and fixes what can be fixed.

import { spawnSync } from 'node:child_process';

process.exitCode = spawnSync('biome', ['check', '--write'], { stdio: 'inherit' }).status ?? 1;
