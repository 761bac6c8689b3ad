//! Compiles `js/dist/render.js` (ECharts and our formatters) to QuickJS bytecode, so an engine starts in 15 ms.

use std::{env, error::Error, fs, path::PathBuf, process::exit};

use rquickjs::{CatchResultExt as _, Context, Module, Runtime, WriteOptions};

fn main() {
    let script = PathBuf::from("../../js/dist/render.js");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", script.display());
    if let Err(error) = compile(&script) {
        println!(
            "cargo::error=sx-render needs js/dist/render.js: run `make setup` (or `npm install && npm run build`): {error}"
        );
        exit(1);
    }
}

fn compile(script: &PathBuf) -> Result<(), Box<dyn Error>> {
    let source = fs::read_to_string(script)?;
    let runtime = Runtime::new()?;
    let bytecode = Context::full(&runtime)?.with(|ctx| {
        let module = Module::declare(ctx.clone(), "render", source).catch(&ctx).map_err(|error| error.to_string())?;
        let options = WriteOptions { strip_source: true, ..WriteOptions::default() };
        module.write(options).map_err(|error| error.to_string())
    })?;
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("render.qbc"), bytecode)?;
    Ok(())
}
