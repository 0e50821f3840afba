import { useEffect, useState } from 'react';

/** Reads something outside React every `everyMs` and renders again when `read` gives another value (by Object.is). */
export function usePoll<T>(read: () => T, everyMs: number): T {
  const [value, setValue] = useState(read);
  useEffect(() => {
    setValue(read);
    const timer = setInterval(() => setValue(read), everyMs);
    return () => clearInterval(timer);
  }, [read, everyMs]);
  return value;
}
