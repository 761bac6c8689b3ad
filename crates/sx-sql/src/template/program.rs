//! The engine's program with our operators in it.
//!
//! minijinja has no limit to what `~`, `+`, `*` or a captured block can make: thirty doublings are a gigabyte. So the
//! compiled program is copied instruction by instruction, and those that can make something large become calls of
//! [`operators`](super::operators), which pay for it. The version of minijinja is pinned, for this is its inner life.

use minijinja::machinery::ast::{BinOpKind, CallArg, Expr, Stmt};
use minijinja::machinery::{Instruction, Instructions};
use minijinja::value::ValueKind;
use minijinja::{Error, Value};

use super::error::refused;
use super::filters::FILTERS;
use super::operators::{ADD, CONCAT, CONTAINS, COPY, FROZEN, LIST, MULTIPLY, REMAINDER};

type Code<'a> = Vec<Instruction<'a>>;

pub(super) fn rewritten<'a>(program: Instructions<'a>, source: &'a str) -> Instructions<'a> {
    let mut places = Vec::new();
    let mut copies = Vec::new();
    let mut length = 0_u32;
    while let Some(instruction) = u32::try_from(copies.len()).ok().and_then(|place| program.get(place)) {
        places.push(length);
        let copy = replaced(instruction);
        length += u32::try_from(copy.len()).unwrap_or(u32::MAX);
        copies.push(copy);
    }
    places.push(length);
    let mut new = Instructions::new(program.name(), source);
    for (place, copy) in (0_u32..).zip(copies) {
        for instruction in copy {
            let instruction = moved(instruction, &places);
            match (program.get_span(place), program.get_line(place)) {
                (Some(span), _) => new.add_with_span(instruction, span),
                (None, Some(line)) => new.add_with_line(instruction, u16::try_from(line).unwrap_or(u16::MAX)),
                (None, None) => new.add(instruction),
            };
        }
    }
    new
}

fn replaced<'a>(instruction: &Instruction<'a>) -> Code<'a> {
    let of_two = |name| vec![Instruction::CallFunction(name, Some(2))];
    match instruction {
        Instruction::Add => of_two(ADD),
        Instruction::StringConcat => of_two(CONCAT),
        Instruction::Mul => of_two(MULTIPLY),
        Instruction::Rem => of_two(REMAINDER),
        Instruction::In => of_two(CONTAINS),
        // Plain text is written like a value, and so is paid for inside of captured blocks too.
        Instruction::EmitRaw(text) => vec![Instruction::LoadConst(Value::from(*text)), Instruction::Emit],
        Instruction::BuildList(None) => vec![Instruction::CallFunction(LIST, None)],
        Instruction::BuildList(Some(length)) => match u16::try_from(*length) {
            Ok(length) => vec![Instruction::CallFunction(LIST, Some(length))],
            Err(_) => vec![instruction.clone()],
        },
        Instruction::LoadConst(list) if list.kind() == ValueKind::Seq && !list.is_tuple() => {
            vec![instruction.clone(), Instruction::CallFunction(COPY, Some(1))]
        }
        // On the stack lie the value and the namespace.
        Instruction::SetAttr(_) => {
            vec![Instruction::Swap, Instruction::CallFunction(FROZEN, Some(1)), Instruction::Swap, instruction.clone()]
        }
        Instruction::ApplyFilter(name, count, _) => match FILTERS.iter().find(|(known, _)| known == name) {
            Some((_, operator)) => vec![Instruction::CallFunction(operator, *count)],
            None => vec![instruction.clone()],
        },
        other => vec![other.clone()],
    }
}

/// Jumps go to where their target stands now.
fn moved<'a>(instruction: Instruction<'a>, places: &[u32]) -> Instruction<'a> {
    let to = |target: u32| usize::try_from(target).ok().and_then(|old| places.get(old)).copied().unwrap_or(target);
    match instruction {
        Instruction::Iterate(target) => Instruction::Iterate(to(target)),
        Instruction::Jump(target) => Instruction::Jump(to(target)),
        Instruction::JumpIfFalse(target) => Instruction::JumpIfFalse(to(target)),
        Instruction::JumpIfFalseOrPop(target) => Instruction::JumpIfFalseOrPop(to(target)),
        Instruction::JumpIfTrueOrPop(target) => Instruction::JumpIfTrueOrPop(to(target)),
        Instruction::BuildMacro(name, target, flags) => Instruction::BuildMacro(name, to(target), flags),
        other => other,
    }
}

/// The compiler computes constants itself, without our operators: `"x" * 99999999` would be that large at once.
pub(super) fn no_large_constants(tree: &Stmt<'_>) -> Result<(), Error> {
    match tree {
        Stmt::Template(it) => all(&it.children),
        Stmt::EmitExpr(it) => expression(&it.expr),
        Stmt::EmitRaw(_) | Stmt::Continue(_) | Stmt::Break(_) => Ok(()),
        Stmt::ForLoop(it) => {
            expression(&it.iter)?;
            it.filter_expr.as_ref().map_or(Ok(()), expression)?;
            all(&it.body)?;
            all(&it.else_body)
        }
        Stmt::IfCond(it) => {
            expression(&it.expr)?;
            all(&it.true_body)?;
            all(&it.false_body)
        }
        Stmt::WithBlock(it) => {
            it.assignments.iter().try_for_each(|(_, value)| expression(value))?;
            all(&it.body)
        }
        Stmt::Set(it) => expression(&it.expr),
        Stmt::SetBlock(it) => {
            it.filter.as_ref().map_or(Ok(()), expression)?;
            all(&it.body)
        }
        Stmt::AutoEscape(_) => Err(refused("autoescape means nothing in SQL")),
        Stmt::FilterBlock(it) => {
            expression(&it.filter)?;
            all(&it.body)
        }
        Stmt::Macro(it) => {
            it.defaults.iter().try_for_each(expression)?;
            all(&it.body)
        }
        Stmt::CallBlock(it) => {
            expression(&it.call.expr)?;
            it.call.args.iter().try_for_each(argument)?;
            all(&it.macro_decl.body)
        }
        Stmt::Do(it) => {
            expression(&it.call.expr)?;
            it.call.args.iter().try_for_each(argument)
        }
        Stmt::Block(_) | Stmt::Import(_) | Stmt::FromImport(_) | Stmt::Extends(_) | Stmt::Include(_) => {
            Err(refused("there are no other templates"))
        }
    }
}

fn all(statements: &[Stmt<'_>]) -> Result<(), Error> {
    statements.iter().try_for_each(no_large_constants)
}

fn expression(tree: &Expr<'_>) -> Result<(), Error> {
    let optional = |tree: &Option<Expr<'_>>| tree.as_ref().map_or(Ok(()), expression);
    match tree {
        Expr::Var(_) | Expr::Const(_) => Ok(()),
        Expr::Slice(it) => {
            expression(&it.expr)?;
            [&it.start, &it.stop, &it.step].into_iter().try_for_each(optional)
        }
        Expr::UnaryOp(it) => expression(&it.expr),
        Expr::BinOp(it) => {
            expression(&it.left)?;
            expression(&it.right)?;
            // What is below was looked at, so these constants are as small as the text.
            let is_number = |side: &Expr<'_>| side.as_const().is_none_or(|value| value.is_number());
            match it.op {
                BinOpKind::Mul if !(is_number(&it.left) && is_number(&it.right)) => {
                    Err(refused("texts and lists cannot be multiplied"))
                }
                _ => Ok(()),
            }
        }
        Expr::Compare(it) => {
            expression(&it.expr)?;
            it.ops.iter().try_for_each(|op| expression(&op.expr))
        }
        Expr::IfExpr(it) => {
            expression(&it.test_expr)?;
            expression(&it.true_expr)?;
            optional(&it.false_expr)
        }
        Expr::Filter(it) => {
            optional(&it.expr)?;
            it.args.iter().try_for_each(argument)
        }
        Expr::Test(it) => {
            expression(&it.expr)?;
            it.args.iter().try_for_each(argument)
        }
        Expr::GetAttr(it) => expression(&it.expr),
        Expr::GetItem(it) => {
            expression(&it.expr)?;
            expression(&it.subscript_expr)
        }
        Expr::Call(it) => {
            expression(&it.expr)?;
            it.args.iter().try_for_each(argument)
        }
        Expr::List(it) => it.items.iter().try_for_each(expression),
        Expr::Tuple(it) => it.items.iter().try_for_each(expression),
        Expr::Map(it) => it.keys.iter().chain(&it.values).try_for_each(expression),
    }
}

fn argument(argument: &CallArg<'_>) -> Result<(), Error> {
    match argument {
        CallArg::Pos(tree) | CallArg::Kwarg(_, tree) | CallArg::PosSplat(tree) | CallArg::KwargSplat(tree) => {
            expression(tree)
        }
    }
}
