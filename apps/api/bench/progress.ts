// How far it is, on stderr: one line that is written over where there is a terminal, else a line for each thing begun.

export type Progress = (what: string, done: number, all: number) => void;

const WIDTH = 30;

export function progressOn(stream: NodeJS.WriteStream): Progress {
  let begun = '';
  return (what, done, all) => {
    if (!stream.isTTY) {
      if (what !== begun) stream.write(`${what} …\n`);
    } else {
      if (begun && what !== begun) stream.write('\n');
      const full = Math.round((WIDTH * done) / all);
      const bar = '█'.repeat(full).padEnd(WIDTH, '░');
      stream.write(`\r${bar} ${Math.round((100 * done) / all)} %  ${what}`);
    }
    begun = what;
  };
}
