// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Tooltip } from 'radix-ui';
import { SetupPanel } from '../../../../src/renderer/features/setup/SetupPanel.tsx';
import { CORPUS, answerCalls, resetWindow } from '../../../helpers/window-fixture.ts';
import { useCorpus } from '../../../../src/renderer/store/corpus-slice.ts';

const show = () =>
  render(
    <Tooltip.Provider>
      <SetupPanel />
    </Tooltip.Provider>,
  );
const field = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });
const type = (name: string, value: string) => fireEvent.change(field(name), { target: { value } });

beforeEach(() => resetWindow());
afterEach(cleanup);

describe('run form', () => {
  it('shows the corpus, and what the sizes come to', () => {
    show();
    expect(screen.getByText('Moby Dick')).toBeTruthy();
    expect(document.body.textContent).toContain('812,160 parameters');
    expect(document.body.textContent).toContain('768 tokens a step');
    expect(document.body.textContent).toMatch(/3\.099 nats a token.*2\.463 nats a token/);
  });

  it('puts a problem beside its field, and takes it away again', () => {
    show();
    type('Heads', '5');
    const width = field('Width');
    expect(width.getAttribute('aria-invalid')).toBe('true');
    const described = document.getElementById(width.getAttribute('aria-describedby') ?? '');
    expect(described?.textContent).toBe('A multiple of heads (5)');
    type('Heads', '8');
    expect(field('Width').getAttribute('aria-invalid')).toBe('false');
  });

  it('fills in a preset and names it only while its sizes hold', () => {
    show();
    fireEvent.click(screen.getByRole('button', { name: 'Big' }));
    expect(field('Width').value).toBe('384');
    expect(screen.getByRole('button', { name: 'Big' }).getAttribute('aria-pressed')).toBe('true');
    type('Width', '192');
    expect(screen.getByRole('button', { name: 'Big' }).getAttribute('aria-pressed')).toBe('false');
  });

  it('starts with Enter what is typed', async () => {
    const calls = answerCalls({ 'run.start': { runId: 'r' } });
    const { container } = show();
    type('Steps', '40');
    type('Name', ' try ');
    const form = container.querySelector('form');
    if (form) fireEvent.submit(form);
    await expect
      .poll(() => calls[0])
      .toMatchObject({
        command: 'run.start',
        params: { steps: 40, name: 'try', corpusId: 'char-1' },
      });
  });

  it('starts nothing while a field has a problem', () => {
    const calls = answerCalls({});
    const { container } = show();
    type('Steps', '0');
    const form = container.querySelector('form');
    if (form) fireEvent.submit(form);
    expect(calls).toEqual([]);
  });

  it('never hides a problem behind More', () => {
    show();
    expect(screen.queryByRole('textbox', { name: /Beta 1/ })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'More' }));
    type('Beta 1', '2');
    fireEvent.click(screen.getByRole('button', { name: 'More' }));
    expect(field('Beta 1').getAttribute('aria-invalid')).toBe('true');
  });

  it('is a skeleton while the corpus opens, and tells the host’s words when it cannot', () => {
    useCorpus.setState({ corpus: undefined, opening: 'Moby Dick' });
    const { unmount } = show();
    expect(screen.getByRole('status', { name: 'Opening Moby Dick' })).toBeTruthy();
    unmount();
    useCorpus.setState({ corpus: CORPUS, opening: undefined, problem: '/x cannot be read.' });
    show();
    expect(screen.getByRole('alert').textContent).toContain('/x cannot be read.');
    expect(screen.getByText('Moby Dick')).toBeTruthy();
  });
});
