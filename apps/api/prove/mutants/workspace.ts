// A copy of the repository to do harm in. It lies outside of the repository and writes nothing into it: each `node_modules` is
// a folder of its own whose entries lead to the installed packages, and those of the workspace into the copy.

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import type { Patch } from './guard.ts';

/** The repository that this file belongs to. */
export const ROOT = join(import.meta.dirname, '../../../..');

/** What a fresh clone does not have. */
const LEFT_OUT =
  /^(node_modules|\.git|dist|\.turbo|\.wrangler|\.rendezvous|\.stryker-tmp|\.dev\.vars|\.vitest\.json|.*\.(log|tgz))$/;

const copies = new Set<Workspace>();
process.once('exit', () => {
  for (const copy of copies) copy.remove();
});

export class Workspace {
  readonly root: string;

  constructor(patches: readonly Patch[]) {
    copies.add(this);
    this.root = join(realpathSync(mkdtempSync(join(tmpdir(), 'rendezvous-mutant-'))), 'copy');
    cpSync(ROOT, this.root, {
      recursive: true,
      filter: (path) => path === ROOT || !LEFT_OUT.test(basename(path)),
    });
    for (const folder of ['.', ...members()]) {
      const modules = join(folder, 'node_modules');
      linkInto(join(this.root, modules), join(ROOT, modules), this.root);
    }
    for (const patch of patches) {
      const file = join(this.root, patch.file);
      writeFileSync(file, apply(patch, readFileSync(file, 'utf8')));
    }
  }

  remove(): void {
    copies.delete(this);
    rmSync(dirname(this.root), { recursive: true, force: true });
  }
}

/** Throws unless the patch says exactly which place it means: one that does not apply any more takes nothing away. */
export function apply({ file, find, replace }: Patch, text: string): string {
  const places = text.split(find).length - 1;
  if (places !== 1) throw new Error(`in ${file} there are ${places} places that read: ${find}`);
  return text.replace(find, () => replace);
}

/** The folders of the workspace's packages that have modules of their own. */
const members = (): string[] =>
  ['apps', 'packages'].flatMap((parent) =>
    readdirSync(join(ROOT, parent))
      .map((name) => join(parent, name))
      .filter((folder) => existsSync(join(ROOT, folder, 'node_modules'))),
  );

/** Caches, which begin with a dot, are left behind; what is a folder of links, `@scope`, is one here too. */
function linkInto(copy: string, modules: string, copyRoot: string): void {
  mkdirSync(copy, { recursive: true });
  for (const entry of readdirSync(modules, { withFileTypes: true })) {
    const { name } = entry;
    if (name.startsWith('.')) continue;
    if (entry.isSymbolicLink()) {
      const inRepository = relative(ROOT, realpathSync(join(modules, name)));
      const isInstalled = inRepository.includes('node_modules') || inRepository.startsWith('..');
      symlinkSync(join(isInstalled ? ROOT : copyRoot, inRepository), join(copy, name));
    } else if (entry.isDirectory()) linkInto(join(copy, name), join(modules, name), copyRoot);
  }
}
