//! The decoder as a native program, for the runner to ask.
//!
//! **Invariant:** a line `<read> <path>` on standard input, where `<read>` is the bytes of a read or `events`, is
//! answered by a line `<nanoseconds> <sum>`; the file is read before the clock starts.

use std::io::{self, BufRead, Write};
use std::time::Instant;

use causerie_bench_decode::Reply;

fn main() -> io::Result<()> {
    let mut output = io::stdout().lock();
    let (mut path, mut body) = (String::new(), Vec::new());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (read, wanted) = line.split_once(' ').unwrap_or((&line, ""));
        if path != wanted {
            body = std::fs::read(wanted)?;
            wanted.clone_into(&mut path);
        }
        let pieces: Vec<&[u8]> = match read.parse() {
            Ok(length) => body.chunks(length).collect(),
            Err(_) => events(&body),
        };
        let start = Instant::now();
        let mut reply = Reply::default();
        pieces.iter().for_each(|piece| reply.feed(piece));
        let sum = reply.end().sum();
        writeln!(output, "{} {sum}", start.elapsed().as_nanos())?;
        output.flush()?;
    }
    Ok(())
}

/// One piece for each event.
fn events(mut body: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    while let Some(end) = body.windows(2).position(|pair| pair == b"\n\n") {
        let (event, rest) = body.split_at(end + 2);
        pieces.push(event);
        body = rest;
    }
    pieces.push(body);
    pieces
}
