//! One run of a template.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::machinery::{CodeGenerator, Token, eval, make_string_output, parse, tokenize};
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value};

use super::arguments::require_defined;
use super::error::too_much;
use super::reads::{self, Reads};
use super::text::text_of;
use super::{TemplateError, filters, macros, methods, operators, program};

const LONGEST_TEXT: usize = 50_000;
/// A long tag is a deep tree, and trees are walked by recursion.
const LONGEST_TAG: usize = 8_000;
/// Instructions of the engine: some thousand rounds of a loop.
const FUEL: u64 = 100_000;
/// What the engine needs for its deepest recursion, and for each byte of text that may nest. Only what is touched counts.
const BASE_STACK: usize = 16 << 20;
const STACK_PER_BYTE: usize = 1 << 10;
const NAME: &str = "template";

pub(super) fn render(text: &str, reads: &Arc<Reads>) -> Result<String, TemplateError> {
    check_size(text)?;
    Ok(run(text, reads)?)
}

pub(super) fn check_syntax(text: &str) -> Result<(), TemplateError> {
    check_size(text)?;
    with_stack(text, || {
        let tree = parse(text, NAME, SyntaxConfig::default())?;
        program::no_large_constants(&tree)
    })?;
    Ok(())
}

/// The text may be a part of a template that runs already: both burn of the same budget.
pub(super) fn run(text: &str, reads: &Arc<Reads>) -> Result<String, Error> {
    with_stack(text, || {
        let env = environment(reads);
        let tree = parse(text, NAME, SyntaxConfig::default())?;
        program::no_large_constants(&tree)?;
        let mut generator = CodeGenerator::new(NAME, text);
        generator.compile_stmt(&tree);
        let program = program::rewritten(generator.finish().0, text);
        let (mut rendered, blocks) = (String::new(), BTreeMap::new());
        eval(&env, &program, names(reads), &blocks, &mut make_string_output(&mut rendered), AutoEscape::None)?;
        Ok(rendered)
    })
}

fn with_stack<T>(text: &str, work: impl FnOnce() -> T) -> T {
    let needed = BASE_STACK + STACK_PER_BYTE * text.len();
    stacker::maybe_grow(needed, needed, work)
}

fn check_size(text: &str) -> Result<(), TemplateError> {
    if text.len() > LONGEST_TEXT {
        return Err(TemplateError::TooLong { limit: LONGEST_TEXT });
    }
    let mut start = 0;
    for token in tokenize(text, false, SyntaxConfig::default()) {
        let (token, span) = token.map_err(TemplateError::from)?;
        match token {
            Token::VariableStart | Token::BlockStart => start = span.start_offset,
            Token::VariableEnd | Token::BlockEnd if (span.end_offset - start) as usize > LONGEST_TAG => {
                return Err(TemplateError::LongTag { line: span.end_line.into(), limit: LONGEST_TAG });
            }
            _ => {}
        }
    }
    Ok(())
}

fn environment(reads: &Arc<Reads>) -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    env.set_fuel(Some(FUEL));
    // So that the error of an undefined value knows its name.
    env.set_debug(true);
    filters::register(&mut env, reads);
    methods::register(&mut env, reads);
    macros::register(&mut env, reads);
    operators::register(&mut env, reads);
    let writer = Arc::clone(reads);
    env.set_formatter(move |output, _state, value| {
        require_defined(value)?;
        writer.budget.pay(std::slice::from_ref(value))?;
        let text = text_of(value, &writer)?;
        writer.budget.pay_text(text.len())?;
        output.write_str(&text).map_err(|_| too_much())
    });
    env
}

/// The names that stand for plain values. Those of the question win over the dataset's own, as in the reference.
fn names(reads: &Arc<Reads>) -> Value {
    let surroundings = &reads.surroundings;
    let own = surroundings.params.iter().map(|(name, value)| (name, reads::json(value, &|text| Value::from(text))));
    let mark = |text: &str| Value::from_safe_string(super::text::escaped(text, surroundings.dialect));
    let asked = surroundings.question.iter().map(|(name, value)| (name, reads::json(value, &mark)));
    let names: BTreeMap<String, Value> = own.chain(asked).map(|(name, value)| (name.clone(), value)).collect();
    // No name may stand for one of our operators, whose names begin with a space.
    Value::from_pairs(names.into_iter().filter(|(name, _)| !name.starts_with(' ')))
}
