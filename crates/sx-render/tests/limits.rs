//! What an engine does when a drawing asks too much.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sx_render::{Picture, RenderError, Renderer, RendererConfig};

fn line(points: usize) -> Value {
    let data: Vec<usize> = (0..points).map(|at| at % 97).collect();
    json!({"xAxis": {"type": "category"}, "yAxis": {}, "series": [{"type": "line", "label": {"show": true}, "data": data}]})
}

fn picture(option: &Value) -> Picture<'_> {
    Picture { option, width: 400, height: 200, label: "", id_prefix: "t" }
}

#[tokio::test]
async fn a_drawing_that_takes_too_long_is_stopped_and_the_next_one_succeeds() {
    let deadline = Duration::from_secs(1);
    let renderer =
        Renderer::new(RendererConfig { threads: 1, deadline, memory_limit_bytes: 1 << 30, ..Default::default() });
    let (large, begun) = (line(300_000), Instant::now());
    assert_eq!(renderer.svg(picture(&large)).await, Err(RenderError::Deadline(deadline)));
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    assert!(renderer.svg(picture(&line(3))).await.is_ok());
}

#[tokio::test]
async fn a_drawing_that_needs_too_much_memory_is_stopped_and_the_next_one_succeeds() {
    let deadline = Duration::from_secs(30);
    let renderer =
        Renderer::new(RendererConfig { threads: 1, deadline, memory_limit_bytes: 24 << 20, ..Default::default() });
    assert_eq!(renderer.svg(picture(&line(300_000))).await, Err(RenderError::Memory(24)));
    assert!(renderer.svg(picture(&line(3))).await.is_ok());
}

#[tokio::test]
async fn a_full_queue_refuses_and_the_others_are_drawn() {
    let renderer = Renderer::new(RendererConfig { threads: 1, queue: 1, ..Default::default() });
    let option = line(3);
    let draw = || renderer.svg(picture(&option));
    let answers = tokio::join!(draw(), draw(), draw(), draw()).into();
    let answers: [Result<_, _>; 4] = answers;
    assert!(answers[0].is_ok());
    assert_eq!(answers[3], Err(RenderError::Busy));
}

#[tokio::test]
async fn engines_start_with_the_first_drawing_and_end_when_idle() {
    let renderer = Renderer::new(RendererConfig { idle: Duration::from_millis(50), ..Default::default() });
    assert_eq!(renderer.engines(), 0);
    renderer.svg(picture(&line(3))).await.unwrap();
    assert_eq!(renderer.engines(), 1);
    let begun = Instant::now();
    while renderer.engines() > 0 && begun.elapsed() < Duration::from_secs(10) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(renderer.engines(), 0);
    assert!(renderer.svg(picture(&line(3))).await.is_ok());
}
