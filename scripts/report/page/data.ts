import { useEffect, useState } from 'preact/hooks';
import { dataFile } from '../data-file.ts';

declare global {
  interface Window {
    /** Called by each script of data. */
    receive?: (name: string, data: unknown) => void;
  }
}

const received = new Map<string, unknown>();
const pending = new Map<string, Promise<unknown>>();

window.receive = (name, data) => {
  received.set(name, data);
};

/** Loads a piece of data by its script, once. */
export function load(name: string): Promise<unknown> {
  const known = pending.get(name);
  if (known !== undefined) return known;
  const loading = new Promise<unknown>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = dataFile(name);
    script.onload = () => resolve(received.get(name));
    script.onerror = () => reject(new Error(`${script.src} is missing. Write the page anew.`));
    document.head.append(script);
  });
  pending.set(name, loading);
  return loading;
}

export type Loaded<Data> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'here'; readonly data: Data };

/** A piece of data for a component; `Data` is what the writer of the folder has put there. */
export function useData<Data>(name: string): Loaded<Data> {
  const [loaded, setLoaded] = useState<{ readonly name: string; readonly value: Loaded<Data> }>();
  useEffect(() => {
    let wanted = true;
    load(name).then(
      (data) => wanted && setLoaded({ name, value: { state: 'here', data: data as Data } }),
      (error: unknown) => wanted && setLoaded({ name, value: { state: 'failed', reason: String(error) } }),
    );
    return () => {
      wanted = false;
    };
  }, [name]);
  return loaded?.name === name ? loaded.value : { state: 'loading' };
}
