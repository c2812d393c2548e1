// Taking out of texts what matches a pattern that asks for properties of Unicode. V8 looks those up wherever it reads such a
// literal, even in a function that nobody calls: a millisecond of each start of the Worker. So it is a string until a text needs it.

/** Takes all matches out. The pattern is without slashes; its flags are `gu`. */
export function removing(pattern: string): (text: string) => string {
  let compiled: RegExp | undefined;
  return (text) => {
    compiled ??= new RegExp(pattern, 'gu');
    return text.replace(compiled, '');
  };
}
