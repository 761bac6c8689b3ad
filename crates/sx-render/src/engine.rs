//! One QuickJS with ECharts in it. It must stay on the thread that made it.

use std::{
    cell::Cell,
    rc::Rc,
    time::{Duration, Instant},
};

use rquickjs::{CatchResultExt as _, CaughtError, Context, Ctx, Function, Module, Runtime};
use ttf_parser::Face;

use crate::RenderError;

/// ECharts lays out deep trees by recursion; the thread's own stack must be larger still.
const SCRIPT_STACK_BYTES: usize = 4 * 1024 * 1024;
pub(crate) const THREAD_STACK_BYTES: usize = 8 * 1024 * 1024;

static BYTECODE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/render.qbc"));
/// The font that the page loads too, so that texts have the same width in picture and canvas.
static FONT: &[u8] = include_bytes!("../fonts/Inter-Regular.ttf");

pub(crate) struct Engine {
    context: Context,
    limits: Limits,
    /// When the drawing under way must end; the interrupt handler looks at it.
    ends_at: Rc<Cell<Option<Instant>>>,
}

#[derive(Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) deadline: Duration,
    pub(crate) memory_bytes: usize,
}

impl Engine {
    pub(crate) fn start(limits: Limits) -> Result<Self, RenderError> {
        let failed = |error: rquickjs::Error| RenderError::Engine(error.to_string());
        let runtime = Runtime::new().map_err(failed)?;
        runtime.set_max_stack_size(SCRIPT_STACK_BYTES);
        runtime.set_memory_limit(limits.memory_bytes);
        let ends_at = Rc::new(Cell::new(None::<Instant>));
        let watched = Rc::clone(&ends_at);
        runtime.set_interrupt_handler(Some(Box::new(move || watched.get().is_some_and(|end| Instant::now() >= end))));
        let context = Context::full(&runtime).map_err(failed)?;
        context.with(|ctx| install(&ctx).catch(&ctx).map_err(|error| RenderError::Engine(error.to_string())))?;
        Ok(Self { context, limits, ends_at })
    }

    /// The SVG as ECharts wrote it. After an error the engine must not be used again: its heap may be full, or a
    /// drawing may have stopped half way.
    pub(crate) fn draw(&self, option_json: &str, width: u32, height: u32) -> Result<String, RenderError> {
        let end = Instant::now() + self.limits.deadline;
        self.ends_at.set(Some(end));
        let drawn = self.context.with(|ctx| {
            let call = || ctx.globals().get::<_, Function>("__render")?.call::<_, String>((option_json, width, height));
            call().catch(&ctx).map_err(|error| self.explain(&error, end))
        });
        self.ends_at.set(None);
        drawn
    }

    fn explain(&self, error: &CaughtError<'_>, end: Instant) -> RenderError {
        let text = message(error);
        if Instant::now() >= end {
            RenderError::Deadline(self.limits.deadline)
        } else if text.contains("out of memory") {
            RenderError::Memory(self.limits.memory_bytes / (1024 * 1024))
        } else {
            RenderError::Script(text)
        }
    }
}

fn message(error: &CaughtError<'_>) -> String {
    match error {
        CaughtError::Exception(exception) => exception.message().unwrap_or_default(),
        // With no memory left for an exception, QuickJS throws `null`.
        CaughtError::Value(value) if value.is_null() => "out of memory".to_owned(),
        CaughtError::Value(_) | CaughtError::Error(_) => error.to_string(),
    }
}

fn install(ctx: &Ctx<'_>) -> rquickjs::Result<()> {
    if let Ok(face) = Face::parse(FONT, 0) {
        ctx.globals().set("__measure", Function::new(ctx.clone(), move |text: String| width_in_ems(&face, &text))?)?;
    }
    #[expect(unsafe_code, reason = "the bytecode is our own build script's, written by the same version of QuickJS")]
    let module = unsafe { Module::load(ctx.clone(), BYTECODE) }?;
    let (_, evaluated) = module.eval()?;
    evaluated.finish::<()>()
}

fn width_in_ems(face: &Face<'_>, text: &str) -> f64 {
    let units_per_em = f64::from(face.units_per_em());
    let width = |letter: char| {
        let advance = face.glyph_index(letter).and_then(|glyph| face.glyph_hor_advance(glyph));
        // Letters from another font: East Asian ones are as wide as high, others about as wide as our digits.
        advance.map_or(if letter >= '\u{1100}' { 1.0 } else { 0.6 }, |advance| f64::from(advance) / units_per_em)
    };
    text.chars().map(width).sum()
}
