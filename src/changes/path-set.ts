/** Paths of files or directories, asked for by what lies around them. Relative to one root, with `/`; `.` is the root. */
export class PathSet {
  private readonly sorted: readonly string[];
  private readonly members: ReadonlySet<string>;

  constructor(paths: Iterable<string>) {
    this.members = new Set(paths);
    this.sorted = [...this.members].sort();
  }

  get size(): number {
    return this.members.size;
  }

  has(path: string): boolean {
    return this.members.has(path);
  }

  [Symbol.iterator](): Iterator<string> {
    return this.sorted[Symbol.iterator]();
  }

  /** The members that are below a directory, sorted. */
  below(directory: string): readonly string[] {
    if (directory === '.') return this.sorted;
    const prefix = `${directory}/`;
    const start = this.firstFrom(prefix);
    let end = start;
    while (this.sorted[end]?.startsWith(prefix) === true) end++;
    return this.sorted.slice(start, end);
  }

  /** A member that is a path, lies below it, or is a link or a directory on the way to it. */
  touching(path: string): string | undefined {
    if (this.members.has(path)) return path;
    const [first] = path === '.' ? this.sorted : this.firstBelow(path);
    return first ?? ancestorsOf(path).find((ancestor) => this.members.has(ancestor));
  }

  private firstBelow(directory: string): readonly string[] {
    const candidate = this.sorted[this.firstFrom(`${directory}/`)];
    return candidate?.startsWith(`${directory}/`) === true ? [candidate] : [];
  }

  /** Index of the first member that does not come before a text. */
  private firstFrom(text: string): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle] ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Directories around a path, nearest first, up to the root `.`. */
export function ancestorsOf(path: string): string[] {
  const ancestors: string[] = [];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
    ancestors.push(path.slice(0, end));
  if (path !== '.') ancestors.push('.');
  return ancestors;
}
