import { parentPort } from 'node:worker_threads';
import { assess } from '../assess.ts';
import { listingOf, namedIn, textsIn } from '../sides/folder-side.ts';
import { contents } from '../sides/git-side.ts';
import { layoutOf } from '../sides/place.ts';
import type { Side } from '../sides/side.ts';
import { newStore, Surroundings } from '../surroundings.ts';
import {
  type Assessed,
  joined,
  type Named,
  packed,
  type Question,
  questionSchema,
  type SentSide,
  unpacked,
} from './messages.ts';

const port = parentPort;
if (port === null)
  throw new Error('This file is the program of a thread of diff; it is not started by itself.');

port.on('message', (message) => {
  const question = questionSchema.parse(message);
  port.postMessage('folder' in question ? named(question.folder) : assessed(question));
});

function named(folder: string): Named {
  const { files, links } = namedIn(folder, listingOf(folder));
  return { files: packed(files), links: joined(links) };
}

function assessed({ base, head, changes }: Exclude<Question, { folder: string }>): Assessed {
  const [before, after] = [sideOf(base), sideOf(head)];
  const layout = layoutOf(before, after);
  const store = newStore(changes);
  const { connectivity, judged } = assess(changes, {
    before: new Surroundings(before, layout, store),
    after: new Surroundings(after, layout, store),
  });
  const { opened, closed, beside, notes } = connectivity;
  return {
    opened,
    closed,
    beside: [...opened, ...closed].flatMap((each, at) => {
      const other = beside.get(each);
      return other === undefined ? [] : [[at, other]];
    }),
    notes,
    judged: judged.map(({ risk, reasons }) => ({ risk, reasons })),
  };
}

function sideOf({ name, title, origin, files: sent }: SentSide): Side {
  const files = unpacked(sent);
  const read = (wanted: readonly string[]) =>
    'folder' in origin ? textsIn(origin.folder, wanted) : contents(origin.repository, files, wanted);
  return { name, title, files, links: [], origin, beside: () => undefined, read };
}
