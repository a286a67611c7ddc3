import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { count } from '../amounts.ts';
import { currentRoute, replaceQuery, useRoute } from '../route.ts';
import { HiddenChoices } from './hidden.ts';

/** What rows can be chosen by, by the name in the address. */
export type Choices<Row> = Readonly<Record<string, (row: Row) => string | readonly string[]>>;

const words = (text: string) => text.toLowerCase().split(/\s+/).filter(Boolean);

/** Rows that fit what the address asks for: all words of the search, and each choice. */
function useFiltered<Row extends object>(
  rows: readonly Row[],
  choices: Choices<Row>,
  textOf: (row: Row) => string,
): readonly Row[] {
  const { query } = useRoute();
  // Functions that are made anew with each rendering say the same.
  const texts = useMemo(() => rows.map((row) => textOf(row).toLowerCase()), [rows]);
  const asked = Object.keys(choices).flatMap((name) => (query[name] ? [[name, query[name]] as const] : []));
  const key = JSON.stringify([asked, query.q]);
  // The key says what is asked for.
  return useMemo(() => {
    const wanted = words(query.q ?? '');
    return rows.filter((row, index) => {
      const text = texts[index] ?? '';
      return (
        wanted.every((word) => text.includes(word)) &&
        asked.every(([name, value]) => fits(choices[name]?.(row), value))
      );
    });
  }, [rows, texts, key]);
}

function fits(own: string | readonly string[] | undefined, value: string): boolean {
  return typeof own === 'string' ? own === value : (own?.includes(value) ?? false);
}

/** The fields that choose rows, and what they leave. */
export function Filtered<Row extends object>({
  rows,
  choices,
  textOf,
  what,
  children,
}: {
  readonly rows: readonly Row[];
  readonly choices: Choices<Row>;
  readonly textOf: (row: Row) => string;
  /** Such as `workload`. */
  readonly what: string;
  readonly children: (rows: readonly Row[]) => ComponentChildren;
}) {
  const { query } = useRoute();
  const left = useFiltered(rows, choices, textOf);
  const hidden = useContext(HiddenChoices);
  const isAsked = Object.values(query).some(Boolean);
  return (
    <>
      <search class="filters">
        <Search what={what} />
        {Object.entries(choices)
          .filter(([name]) => !hidden.includes(name))
          .map(([name, of]) => (
            <Choice key={name} name={name} rows={rows} of={of} />
          ))}
        <output>
          {left.length === rows.length
            ? count(rows.length, what)
            : `${left.length.toLocaleString('en')} of ${count(rows.length, what)}`}
        </output>
        {isAsked ? (
          <button type="button" onClick={() => replaceQuery({})}>
            Clear
          </button>
        ) : null}
      </search>
      {children(left)}
    </>
  );
}

function Search({ what }: { readonly what: string }) {
  const { query } = useRoute();
  const asks = `Find ${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what}`;
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(query.q ?? '');
  const id = useId();
  // The address has what was typed last, when a view of many rows is a few letters behind.
  useEffect(() => setText(currentRoute().query.q ?? ''), [query.q]);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const from = event.target;
      const isTyping = from instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(from.tagName);
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);
  return (
    <label for={id} class="search">
      <span class="hidden">{asks}</span>
      <input
        id={id}
        ref={field}
        type="search"
        placeholder={`${asks}  ( / )`}
        value={text}
        onInput={({ currentTarget: { value } }) => {
          setText(value);
          replaceQuery({ ...currentRoute().query, q: value });
        }}
      />
    </label>
  );
}

function Choice<Row>({
  name,
  rows,
  of,
}: {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly of: (row: Row) => string | readonly string[];
}) {
  const { query } = useRoute();
  const id = useId();
  // The function is made anew with each rendering, and says the same.
  const values = useMemo(() => [...new Set(rows.flatMap((row) => of(row)))].filter(Boolean).sort(), [rows]);
  if (values.length < 2 && !query[name]) return null;
  return (
    <label for={id}>
      <span>{name}</span>
      <select
        id={id}
        value={query[name] ?? ''}
        onChange={({ currentTarget: { value } }) => replaceQuery({ ...query, [name]: value })}
      >
        <option value="">all</option>
        {values.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </select>
    </label>
  );
}
