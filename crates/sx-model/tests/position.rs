//! The layout editor against a plain model: random steps, hostile layouts, real ones.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod plain;

use plain::{Plain, Step, step};
use proptest::prelude::*;
use serde_json::{Value, json};
use sx_model::{
    ChartId,
    position::{Dragged, Edit, History, Kind, LONGEST_HISTORY, NewChart, NewNode, Position, ROOT_ID, Refusal, Spot},
};

const BUNDLES: [(&str, &str); 3] = [
    ("sales", include_str!("positions/sales.json")),
    ("video_game_sales", include_str!("positions/video_game_sales.json")),
    ("featured_charts", include_str!("positions/featured_charts.json")),
];

fn counter() -> impl FnMut() -> String {
    let mut last = 0;
    move || {
        last += 1;
        last.to_string()
    }
}

fn chart(id: i64) -> NewNode {
    NewNode::Chart(NewChart { id: ChartId(id), uuid: uuid::Uuid::from_u128(id as u128), name: format!("Chart {id}") })
}

fn at(parent: &str, index: usize) -> Spot {
    Spot { parent: parent.to_owned(), index }
}

fn insert(node: NewNode, parent: &str, index: usize) -> Edit {
    Edit::Insert { node, at: at(parent, index) }
}

fn move_to(id: &str, parent: &str, index: usize) -> Edit {
    Edit::Move { id: id.to_owned(), at: at(parent, index) }
}

fn remove(id: &str) -> Edit {
    Edit::Remove { id: id.to_owned() }
}

/// An empty dashboard after these steps.
fn built(steps: &[Edit]) -> History {
    let mut history = History::new(Position::empty());
    let mut ids = counter();
    for step in steps {
        history.apply(step, None, &mut ids).unwrap_or_else(|refusal| panic!("{step:?}: {refusal}"));
    }
    history
}

fn outline(history: &History) -> String {
    Plain::of(history.present()).to_string()
}

#[test]
fn real_layouts_keep_every_byte_and_every_rule() {
    for (name, text) in BUNDLES {
        let (position, repairs) = Position::parse_with_repairs(text).unwrap();
        assert_eq!(repairs, [""; 0], "{name}");
        assert_eq!(position.to_json(), text, "{name}");
        assert_eq!(position.check(), [""; 0], "{name}");
    }
}

#[test]
fn a_chart_on_the_grid_gets_a_row_and_the_row_goes_with_it() {
    let history = built(&[insert(chart(1), "GRID_ID", 0)]);
    assert_eq!(outline(&history), "ROOT_ID(GRID_ID(ROW-2(CHART-1:4)))");
    let parents = &serde_json::from_str::<Value>(&history.present().to_json()).unwrap()["CHART-1"]["parents"];
    assert_eq!(*parents, json!(["ROOT_ID", "GRID_ID", "ROW-2"]));
    let mut history = history;
    history.apply(&remove("CHART-1"), None, &mut counter()).unwrap();
    assert_eq!(outline(&history), "ROOT_ID(GRID_ID())");
}

#[test]
fn a_row_is_full_with_twelve_columns() {
    let mut history = built(&[
        insert(chart(1), "GRID_ID", 0),
        insert(chart(2), "ROW-2", 1),
        insert(chart(3), "ROW-2", 2),
        Edit::Resize { id: "CHART-4".into(), width: Some(2), height: Some(30) },
        insert(chart(4), "ROW-2", 0),
    ]);
    assert_eq!(outline(&history), "ROOT_ID(GRID_ID(ROW-2(CHART-5:2 CHART-1:4 CHART-3:4 CHART-4:2)))");
    let refused = history.apply(&insert(chart(5), "ROW-2", 0), None, &mut counter());
    assert_eq!(refused, Err(Refusal::NoRoom));
    let wider = Edit::Resize { id: "CHART-1".into(), width: Some(5), height: None };
    assert_eq!(
        history.apply(&wider, None, &mut counter()).unwrap_err().to_string(),
        "It can be 1 to 4 columns wide here."
    );
}

#[test]
fn a_column_is_as_wide_as_its_widest_child() {
    let mut history = built(&[
        insert(NewNode::Column, "GRID_ID", 0),
        insert(chart(1), "COLUMN-1", 0),
        insert(chart(2), "GRID_ID", 1),
    ]);
    assert_eq!(outline(&history), "ROOT_ID(GRID_ID(ROW-2(COLUMN-1:3(CHART-3:3)) ROW-5(CHART-4:4)))");
    let narrower = Edit::Resize { id: "COLUMN-1".into(), width: Some(2), height: None };
    assert_eq!(history.apply(&narrower, None, &mut counter()), Err(Refusal::Width { range: (3, 12) }));
    // The last one leaves: the column and its row go, and the other's row is there to take it.
    history.apply(&move_to("CHART-3", "ROW-5", 0), None, &mut counter()).unwrap();
    assert_eq!(outline(&history), "ROOT_ID(GRID_ID(ROW-5(CHART-3:3 CHART-4:4)))");
}

#[test]
fn tabs_at_the_top_take_in_everything_and_give_it_back() {
    let start = [insert(chart(1), "GRID_ID", 0), insert(NewNode::Header, "GRID_ID", 0)];
    let mut history = built(&start);
    let before = outline(&history);
    let mut ids = counter();
    history.apply(&insert(NewNode::Tabs, ROOT_ID, 0), None, &mut ids).unwrap();
    assert_eq!(outline(&history), "ROOT_ID(TABS-2(TAB-1(HEADER-3 ROW-2(CHART-1:4))))");
    let second = history.apply(&insert(NewNode::Tabs, ROOT_ID, 0), None, &mut ids);
    assert_eq!(second, Err(Refusal::TabsOnTop));
    history.apply(&remove("TAB-1"), None, &mut ids).unwrap();
    assert_eq!(outline(&history), before, "the last tab lifts what it holds");
}

#[test]
fn a_refusal_says_why_and_changes_nothing() {
    let mut history = built(&[
        insert(NewNode::Tabs, ROOT_ID, 0),
        insert(NewNode::Tabs, "TAB-1", 0),
        insert(NewNode::Header, "TAB-1", 0),
    ]);
    let before = history.clone();
    for (edit, sentence) in [
        (move_to("TAB-1", "TABS-4", 0), "It cannot be moved into itself."),
        (move_to("TABS-2", "GRID_ID", 0), "It is no longer on the dashboard."),
        (move_to("TABS-2", "TAB-1", 0), "This belongs to every dashboard and stays where it is."),
        (move_to("HEADER-5", "TABS-4", 0), "A header cannot stand in tabs."),
        (insert(NewNode::Row, ROOT_ID, 0), "A row cannot stand in the dashboard's top."),
        (remove("nothing"), "It is no longer on the dashboard."),
        (Edit::SetCode { id: "HEADER-5".into(), code: "x".into() }, "This has no such setting."),
        (
            Edit::SetText { id: "HEADER-5".into(), text: "x".repeat(65_535) },
            "The layout would be larger than 65535 characters. Remove something first.",
        ),
    ] {
        assert_eq!(history.apply(&edit, None, &mut counter()).unwrap_err().to_string(), sentence, "{edit:?}");
        assert_eq!(history, before);
    }
}

#[test]
fn a_running_resize_is_one_step_and_fifty_steps_are_kept() {
    let mut history = built(&[insert(chart(1), "GRID_ID", 0)]);
    let start = history.present().to_json();
    let mut ids = counter();
    for height in 51..=60 {
        let edit = Edit::Resize { id: "CHART-1".into(), width: None, height: Some(height) };
        history.apply(&edit, Some("resize CHART-1"), &mut ids).unwrap();
    }
    history.undo();
    assert_eq!(history.present().to_json(), start);
    for n in 0..=LONGEST_HISTORY {
        history.apply(&Edit::Retitle { title: n.to_string() }, None, &mut ids).unwrap();
    }
    let undone = std::iter::from_fn(|| history.undo().then_some(())).count();
    assert_eq!((undone, history.is_cut()), (LONGEST_HISTORY, true));
}

#[test]
fn what_is_not_known_is_kept() {
    let text = r#"{"X":{"type":"CHART","id":"X","loose":1},"ROOT_ID":{"id":"ROOT_ID","type":"ROOT","children":["GRID_ID"]},"GRID_ID":{"type":"GRID","id":"GRID_ID","children":["P"],"own":{"a":[1.5]}},"P":{"children":[],"id":"P","type":"PLUGIN","meta":{"width":5,"0":"odd"}}}"#;
    let mut history = History::new(Position::parse(text).unwrap());
    assert_eq!(history.present().to_json(), text);
    assert_eq!(history.present().kind("P"), Some(Kind::Unknown));
    history.apply(&Edit::Resize { id: "P".into(), width: Some(6), height: None }, None, &mut counter()).unwrap();
    let after = text
        .replace(r#""width":5,"0":"odd"}"#, r#""width":6,"0":"odd"},"parents":["ROOT_ID","GRID_ID"]"#)
        .replace(r#""own":{"a":[1.5]}"#, r#""own":{"a":[1.5]},"parents":["ROOT_ID"]"#);
    assert_eq!(history.present().to_json(), after);
}

#[test]
fn hostile_layouts_are_mended_or_refused() {
    for text in ["", "{}"] {
        assert_eq!(Position::parse(text).unwrap(), Position::empty(), "{text:?}");
    }
    for text in ["[]", "7", "null", "\"x\"", "nonsense"] {
        assert!(Position::parse(text).is_err(), "{text}");
    }
    let chain: serde_json::Map<String, Value> = (0..5000)
        .map(|n| {
            (format!("R{n}"), json!({ "type": "ROW", "id": format!("R{n}"), "children": [format!("R{}", n + 1)] }))
        })
        .chain([("ROOT_ID".to_owned(), json!({ "type": "ROOT", "id": "ROOT_ID", "children": ["R0"] }))])
        .collect();
    for hostile in [
        json!({ "ROOT_ID": 5 }),
        json!({ "ROOT_ID": { "type": "ROOT", "children": "GRID_ID" } }),
        json!({ "ROOT_ID": { "type": "ROOT", "children": ["ROOT_ID", 7, null] } }),
        json!({ "ROOT_ID": { "type": "ROOT", "children": ["A", "A", "B"] }, "A": { "type": "ROW", "children": ["B", "A"] }, "B": { "type": "CHART", "meta": [] } }),
        json!({ "ROOT_ID": { "type": "ROOT", "children": ["T", "R"] }, "T": { "type": "TABS", "children": ["TB"] }, "TB": { "type": "TAB", "children": ["GRID_ID"] }, "R": { "type": "ROW" }, "GRID_ID": 3 }),
        json!({ "HEADER_ID": [], "ROOT_ID": { "type": "ROOT", "children": ["GRID_ID"] } }),
        Value::Object(chain),
    ] {
        let (position, repairs) = Position::parse_with_repairs(&hostile.to_string()).unwrap();
        assert!(!repairs.is_empty(), "{hostile}");
        let walked = position.walk().len();
        assert!(walked <= hostile.as_object().unwrap().len() + 1);
        let again = Position::parse_with_repairs(&position.to_json()).unwrap();
        assert_eq!(again, (position.clone(), Vec::new()), "what was mended stays so");
        let titled = position.apply(&Edit::Retitle { title: "Title".into() }, &mut counter());
        assert!(matches!(titled, Ok(_) | Err(Refusal::TooLarge)), "{titled:?}");
    }
}

#[test]
fn what_another_version_did_is_told_node_by_node() {
    let history =
        built(&[insert(chart(1), "GRID_ID", 0), insert(chart(2), "ROW-2", 1), insert(NewNode::Header, "GRID_ID", 0)]);
    let before = history.present().clone();
    let mut after = history;
    let mut ids = || "new".to_owned();
    for edit in [
        move_to("CHART-3", "ROW-2", 0),
        Edit::SetText { id: "HEADER-4".into(), text: "Hello".into() },
        insert(NewNode::Divider, "GRID_ID", 0),
        remove("CHART-1"),
    ] {
        after.apply(&edit, None, &mut ids).unwrap();
    }
    let told: Vec<_> =
        before.differences(after.present()).into_iter().map(|d| format!("{:?} {}", d.kind, d.label)).collect();
    assert_eq!(told, ["Added Divider", "Changed Hello", "Removed Chart 1"]);
}

#[test]
fn tabs_at_the_top_that_hold_no_tab_leave_a_grid() {
    let tabs = |children: Value| json!({ "type": "TABS", "children": children });
    let root = json!({ "type": "ROOT", "children": ["B"] });
    let text = json!({ "ROOT_ID": root, "B": tabs(json!(["A"])), "A": tabs(json!([])) }).to_string();
    let position = Position::parse(&text).unwrap();
    let left = position.apply(&remove("A"), &mut counter()).unwrap().position;
    assert_eq!(left.walk(), ["GRID_ID"]);
    assert_eq!(Position::parse_with_repairs(&left.to_json()).unwrap().1, Vec::<String>::new());
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 1..LONGEST_HISTORY)
}

fn starts() -> impl Strategy<Value = String> {
    let empty = Just(Position::empty().to_json());
    prop_oneof![empty.clone(), empty, prop::sample::select(BUNDLES.to_vec()).prop_map(|(_, text)| text.to_owned())]
}

proptest! {
    // `.ci/test-rust` fixes the seed; plain `cargo test` tries other cases each time.
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_steps_do_what_the_plain_model_does(start in starts(), steps in steps()) {
        let position = Position::parse(&start).unwrap();
        let mut history = History::new(position);
        let mut versions = vec![history.present().to_json()];
        let mut used = 0;
        for step in steps {
            let before = Plain::of(history.present());
            let edit = step.edit(history.present());
            let expected = before.after(&edit, used);
            let answer = history.apply(&edit, None, &mut || { used += 1; format!("new{used}") });
            let position = history.present();
            match expected {
                Some(expected) => {
                    prop_assert!(answer.is_ok(), "{:?} on {}: {:?}", edit, before, answer);
                    prop_assert_eq!(Plain::of(position).to_string(), expected.to_string(), "{:?} on {}", edit, before);
                }
                None => {
                    prop_assert!(answer.is_err(), "{:?} on {} gave {}", edit, before, Plain::of(position));
                    prop_assert_eq!(&position.to_json(), versions.last().unwrap());
                }
            }
            prop_assert_eq!(position.check(), Vec::<String>::new(), "{:?}", edit);
            let text = position.to_json();
            let again = Position::parse_with_repairs(&text).unwrap();
            prop_assert_eq!(&again, &(position.clone(), Vec::new()));
            if versions.last() != Some(&text) {
                for id in position.walk() {
                    let parents = &serde_json::from_str::<Value>(&text).unwrap()[id]["parents"];
                    prop_assert_eq!(parents, &json!(position.path(id)));
                }
                versions.push(text);
            }
        }
        for version in versions.iter().rev().skip(1) {
            prop_assert!(history.undo());
            prop_assert_eq!(&history.present().to_json(), version);
        }
        prop_assert!(!history.undo());
        for version in versions.iter().skip(1) {
            prop_assert!(history.redo());
            prop_assert_eq!(&history.present().to_json(), version);
        }
        prop_assert!(!history.redo());
    }

    #[test]
    fn every_gap_that_a_drag_may_use_can_be_used(start in starts(), steps in steps(), pick in any::<usize>()) {
        let mut history = History::new(Position::parse(&start).unwrap());
        let mut ids = counter();
        for step in steps {
            _ = history.apply(&step.edit(history.present()), None, &mut ids);
        }
        let position = history.present();
        let all = position.walk();
        prop_assume!(!all.is_empty());
        let dragged = all[pick % all.len()].to_owned();
        for parent in position.subtree(ROOT_ID) {
            for index in 0..=position.children(parent).count() {
                let landing = position.landing(&Dragged::Existing(dragged.clone()), &at(parent, index));
                let applied = position.apply(&move_to(&dragged, parent, index), &mut counter());
                prop_assert_eq!(landing.err(), applied.err());
            }
        }
    }

    #[test]
    fn no_json_breaks_the_walk(nodes in hostile()) {
        let text = nodes.to_string();
        let (position, _) = Position::parse_with_repairs(&text).unwrap();
        let all = position.walk();
        let distinct: std::collections::HashSet<_> = all.iter().collect();
        prop_assert_eq!(distinct.len(), all.len());
        position.check();
        for id in &all {
            for edit in [remove(id), move_to(id, "GRID_ID", 0), Edit::Resize { id: (*id).to_owned(), width: Some(2), height: Some(9) }] {
                if let Ok(applied) = position.apply(&edit, &mut counter()) {
                    let again = Position::parse_with_repairs(&applied.position.to_json()).unwrap();
                    prop_assert_eq!(again.1, Vec::<String>::new());
                }
            }
        }
    }
}

/// Small objects whose keys are often the special ones, and that refer to each other at will.
fn hostile() -> impl Strategy<Value = Value> {
    let id = prop::sample::select(vec!["ROOT_ID", "GRID_ID", "HEADER_ID", "A", "B", "C", "D", "E", "gone"]);
    let kind = prop::sample::select(vec!["ROOT", "GRID", "TABS", "TAB", "ROW", "COLUMN", "CHART", "HEADER", "PLUGIN"]);
    let children = prop_oneof![
        8 => prop::collection::vec(id.clone(), 0..4).prop_map(|ids| json!(ids)),
        1 => Just(json!("A")),
        1 => Just(json!([1, null, {}])),
    ];
    let meta =
        prop_oneof![Just(json!({ "width": 99, "height": -1 })), Just(json!(null)), Just(json!({ "width": "x" }))];
    let node = prop_oneof![
        9 => (kind, children, meta).prop_map(|(kind, children, meta)| json!({ "type": kind, "children": children, "meta": meta })),
        1 => Just(json!(7)),
    ];
    prop::collection::btree_map(id, node, 1..9).prop_map(|nodes| json!(nodes))
}
