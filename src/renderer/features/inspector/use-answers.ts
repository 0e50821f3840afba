import { useEffect, useState } from 'react';

/** Asks again and again while it is shown and the page is seen; undefined before the first answer, kept while refused. */
export function useAnswers<T>(ask: () => Promise<T>, everyMs: number): T | undefined {
  const [answer, setAnswer] = useState<T>();
  useEffect(() => {
    let wanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = async (): Promise<void> => {
      const given = document.hidden ? undefined : await sound(ask);
      if (!wanted) return;
      if (given !== undefined) setAnswer(given);
      timer = setTimeout(() => void again(), everyMs);
    };
    void again();
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [ask, everyMs]);
  return answer;
}

/** Undefined when it is refused: the run is being restored, or gone. */
async function sound<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch {
    return undefined;
  }
}
