/// The code editor of app/src/ui/code_editor: CodeMirror with the languages that the product writes.

import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { css } from "@codemirror/lang-css";
import { json } from "@codemirror/lang-json";
import { sql } from "@codemirror/lang-sql";
import { bracketMatching, defineLanguageFacet, indentOnInput, Language, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { GFM, parser as markdownParser } from "@lezer/markdown";

import { colors, theme } from "./editor_theme";

/** A name that is offered while writing. `kind` chooses its icon. */
export interface Name {
  label: string;
  kind: string;
  detail: string;
}

/** Lines and columns count from 1; without a column the whole line is marked. */
export interface Problem {
  line: number;
  column?: number;
  message: string;
}

export interface Options {
  language: string;
  label: string;
  /** Ids of hints and errors. */
  describedBy: string;
  readonly: boolean;
  /** Of the page's content security policy: the styles of the editor carry it. */
  nonce: string;
  onChange: (text: string) => void;
  /** Ctrl+Enter; tells whether somebody wanted it. */
  onSubmit: () => boolean;
}

/**
 * Typing over a selection. The browser itself would keep the looks of what it replaces in `style` attributes, which CodeMirror
 * removes again and the content security policy complains about.
 */
const typeOverSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data: text, inputType } = event;
    const { main, ranges } = view.state.selection;
    const isOurs = inputType === "insertText" && text && !main.empty && ranges.length === 1 && !view.composing && !view.state.readOnly;
    if (!isOurs) return false;
    const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handler) => handler(view, main.from, main.to, text, insert))) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

/** What comes from the page is no edit of the person: it is not told back. */
const fromPage = Annotation.define<boolean>();

export class Editor {
  readonly #view: EditorView;
  readonly #readonly = new Compartment();
  #names: Completion[] = [];

  /** Takes the place of the textarea: its text, its selection, its focus. */
  constructor(area: HTMLTextAreaElement, options: Options) {
    const { selectionStart: anchor, selectionEnd: head } = area;
    const hadFocus = area.ownerDocument.activeElement === area;
    this.#view = new EditorView({
      state: EditorState.create({
        doc: area.value,
        selection: { anchor: Math.min(anchor, area.value.length), head: Math.min(head, area.value.length) },
        extensions: this.#extensions(options),
      }),
    });
    const scroll = area.scrollTop;
    area.after(this.#view.dom);
    area.hidden = true;
    this.#view.scrollDOM.scrollTop = scroll;
    if (hadFocus) this.#view.focus();
  }

  setText(text: string): void {
    const { state } = this.#view;
    if (text === state.doc.toString()) return;
    this.#view.dispatch({
      changes: { from: 0, to: state.doc.length, insert: text },
      annotations: fromPage.of(true),
    });
  }

  setNames(names: Name[]): void {
    this.#names = names.map(({ label, kind, detail }) => ({
      label,
      type: kind,
      detail,
      // Names of the data before keywords of the language.
      boost: 10,
    }));
  }

  setProblems(problems: Problem[]): void {
    const { state } = this.#view;
    const diagnostics = problems.map((problem): Diagnostic => {
      const line = state.doc.line(Math.min(Math.max(problem.line, 1), state.doc.lines));
      const from = Math.min(line.from + Math.max((problem.column ?? 1) - 1, 0), line.to);
      return { from, to: line.to, severity: "error", message: problem.message };
    });
    this.#view.dispatch(setDiagnostics(state, diagnostics));
  }

  setReadonly(readonly: boolean): void {
    this.#view.dispatch({ effects: this.#readonly.reconfigure(mode(readonly)) });
  }

  focus(): void {
    this.#view.focus();
  }

  destroy(): void {
    this.#view.destroy();
  }

  #extensions(options: Options): Extension[] {
    // Made once: another function would be another source each time, and never done.
    const names = [{ autocomplete: (context: CompletionContext) => this.#complete(context) }];
    return [
      EditorView.cspNonce.of(options.nonce),
      lineNumbers(),
      highlightSpecialChars(),
      highlightActiveLine(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      lintGutter(),
      autocompletion({ icons: true }),
      // Tab leaves the editor, as it leaves every field; only an open list of names takes it.
      keymap.of([
        { key: "Mod-Enter", run: options.onSubmit },
        { key: "Tab", run: acceptCompletion },
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...historyKeymap,
        ...completionKeymap,
        ...lintKeymap,
      ]),
      typeOverSelection,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": options.label, "aria-describedby": options.describedBy }),
      EditorView.updateListener.of((update) => {
        const isEdit = update.docChanged && !update.transactions.some((transaction) => transaction.annotation(fromPage));
        if (isEdit) options.onChange(update.state.doc.toString());
      }),
      EditorState.languageData.of(() => names),
      this.#readonly.of(mode(options.readonly)),
      language(options.language),
      syntaxHighlighting(colors),
      theme,
    ];
  }

  #complete(context: CompletionContext): CompletionResult | null {
    if (this.#names.length === 0) return null;
    const word = context.matchBefore(/[\w.]+/);
    if (!word && !context.explicit) return null;
    return { from: word?.from ?? context.pos, options: this.#names, validFor: /^[\w.]*$/ };
  }
}

function mode(readonly: boolean): Extension {
  return [EditorState.readOnly.of(readonly), EditorView.editable.of(!readonly), EditorView.contentAttributes.of(readonly ? { tabindex: "0", "aria-readonly": "true" } : {})];
}

function language(name: string): Extension {
  switch (name) {
    case "sql":
      return sql({ upperCaseKeywords: true });
    case "json":
      return json();
    case "css":
      return css();
    case "markdown":
      // Without CodeMirror's own package, which brings HTML and JavaScript along.
      return new Language(defineLanguageFacet(), markdownParser.configure(GFM), [], "markdown").extension;
    default:
      return [];
  }
}
