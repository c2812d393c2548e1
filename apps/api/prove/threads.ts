// Hands jobs to threads, as many at a time as there are cores for.

import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Job, Said } from './thread.ts';

/** The answers to the jobs, in their order. Rejects when a thread dies. */
export async function inThreads(
  jobs: readonly Job[],
  threads: number,
  onProgress: (text: string) => void,
): Promise<Said[]> {
  const answers: Said[] = [];
  const left = [...jobs.entries()];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      answers[next[0]] = await inThread(next[1], onProgress);
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  return answers;
}

function inThread(job: Job, onProgress: (text: string) => void): Promise<Said> {
  const thread = new Worker(join(import.meta.dirname, 'thread.ts'));
  return new Promise<Said>((resolve, reject) => {
    thread.on('message', (said: Said) => {
      if (said.kind === 'progress') onProgress(said.text);
      else resolve(said);
    });
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`a thread ended with ${code}`)));
    thread.postMessage(job);
  }).finally(() => thread.terminate());
}
