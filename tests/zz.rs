mod common;
use causerie::markdown::Streamed;
use common::{blocks, html};
#[test]
fn zz() {
    let text = std::fs::read_to_string("/tmp/d/in.md").unwrap();
    let n: usize = std::env::var("N").map(|n| n.parse().unwrap()).unwrap_or(1);
    let mut s = Streamed::default();
    let chars: Vec<char> = text.chars().collect();
    let quiet = std::env::var("Q").is_ok();
    for piece in chars.chunks(n) {
        let p: String = piece.iter().collect();
        s.push(&p);
        if !quiet {
            println!("{:?} => {} {:?}", p, html(&s.nodes()).replace('\n', "⏎"), s.violations());
        }
    }
    s.finish();
    println!("END {}{:?}\nONCE {}", html(&s.nodes()), s.violations(), html(&blocks(&text)));
}
