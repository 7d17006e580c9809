import { openRenderCache } from '../../src/cache/render-cache.ts';
import { keyOf, outputOf } from './outputs.ts';

// Run in a process of its own: stores outputs under a few keys, over and over, and reads them back. Arguments: directory of
// the cache, how many keys, how many rounds. Ends with 1 as soon as it is given a wrong output.
const [directory = '', keys, rounds] = process.argv.slice(2);
const cache = openRenderCache(directory);
process.stdout.write('ready\n');
for (let round = 0; round < Number(rounds); round++) {
  for (let index = 0; index < Number(keys); index++) {
    await cache.put(keyOf(index), outputOf(index));
    const output = await cache.get(keyOf(index));
    if (output !== undefined && output !== outputOf(index)) process.exit(1);
  }
}
