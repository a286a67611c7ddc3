import type { ComponentChildren } from 'preact';
import { flushSync } from 'preact/compat';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { count } from '../amounts.ts';
import { PRINTED } from '../print.ts';

export interface Column<Row> {
  readonly title: string;
  /** What the column is sorted by. */
  readonly by?: (row: Row) => string | number;
  readonly cell: (row: Row) => ComponentChildren;
  readonly number?: true;
  /** Names the row for those who hear the table. */
  readonly heads?: true;
  readonly wide?: true;
}

interface Sorting {
  /** Its title. */
  readonly column: string;
  readonly falling: boolean;
}

const PAGE = 100;

/** A table that can be sorted and turned over page by page, and becomes cards where there is no room for columns. */
export function Table<Row>({
  caption,
  rows,
  columns: given,
  keyOf,
  start = { column: given[0]?.title ?? '', falling: false },
  unsorted = false,
  empty = 'Nothing fits what is asked for.',
}: {
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly start?: Sorting;
  /** The rows come in an order that means something. */
  readonly unsorted?: boolean;
  readonly empty?: string;
}) {
  const [sorting, setSorting] = useState<Sorting | undefined>(unsorted ? undefined : start);
  const [page, setPage] = useState(0);
  const printing = usePrinting();
  // What no row says anything about has no column.
  const columns = given.filter(({ by }) => by === undefined || rows.some((row) => by(row) !== ''));
  const by = given.find(({ title }) => title === sorting?.column)?.by;
  const falling = sorting?.falling ?? false;
  // A column's function is made anew with each rendering, and says the same.
  const sorted = useMemo(
    () => (by === undefined ? rows : [...rows].sort((one, other) => order(by(one), by(other), falling))),
    [rows, sorting?.column, falling],
  );
  const pages = Math.max(Math.ceil(rows.length / PAGE), 1);
  const at = Math.min(page, pages - 1);
  const shown = printing ? sorted.slice(0, PRINTED) : sorted.slice(at * PAGE, (at + 1) * PAGE);
  if (rows.length === 0) return <p class="quiet empty">{empty}</p>;
  return (
    <div class="table">
      <table>
        <caption class="hidden">
          {caption}, {count(rows.length, 'row')}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head
                key={column.title}
                column={column}
                sorted={sorting?.column === column.title ? (falling ? 'descending' : 'ascending') : undefined}
                onSort={() => {
                  setSorting({ column: column.title, falling: sorting?.column === column.title && !falling });
                  setPage(0);
                }}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ title, cell, number, heads, wide }) => {
                const style = [number && 'number', wide && 'wide'].filter(Boolean).join(' ') || undefined;
                return heads ? (
                  <th key={title} scope="row" class={style} data-title={title}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={title} class={style} data-title={title}>
                    {cell(row)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {printing && rows.length > PRINTED ? (
        <p>
          Of {count(rows.length, 'row')} the first {PRINTED} are printed.
        </p>
      ) : null}
      {pages > 1 ? (
        <Pages at={at} pages={pages} rows={rows.length} caption={caption} onTurn={setPage} />
      ) : null}
    </div>
  );
}

function Head<Row>({
  column: { title, by, number },
  sorted,
  onSort,
}: {
  readonly column: Column<Row>;
  readonly sorted: 'ascending' | 'descending' | undefined;
  readonly onSort: () => void;
}) {
  const style = number ? 'number' : undefined;
  if (by === undefined) {
    return (
      <th scope="col" class={style}>
        {title}
      </th>
    );
  }
  return (
    <th scope="col" class={style} aria-sort={sorted}>
      <button type="button" onClick={onSort}>
        {title}
        <span class="arrow" aria-hidden="true">
          {sorted === undefined ? '' : sorted === 'ascending' ? '▲' : '▼'}
        </span>
      </button>
    </th>
  );
}

function Pages({
  at,
  pages,
  rows,
  caption,
  onTurn,
}: {
  readonly at: number;
  readonly pages: number;
  readonly rows: number;
  readonly caption: string;
  readonly onTurn: (page: number) => void;
}) {
  return (
    <nav class="pages" aria-label={`Pages of ${caption}`}>
      <button type="button" disabled={at === 0} onClick={() => onTurn(at - 1)}>
        Previous
      </button>
      <span>
        {at * PAGE + 1} – {Math.min((at + 1) * PAGE, rows)} of {rows.toLocaleString('en')}
      </span>
      <button type="button" disabled={at === pages - 1} onClick={() => onTurn(at + 1)}>
        Next
      </button>
    </nav>
  );
}

function order(one: string | number, other: string | number, falling: boolean): number {
  const [a, b] = falling ? [other, one] : [one, other];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether the page is on its way to paper, where nobody can turn over. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    // The browser takes what is there when the event is over.
    const show = (printed: boolean) => flushSync(() => setPrinting(printed));
    const [before, after] = [() => show(true), () => show(false)];
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }, []);
  return printing;
}
