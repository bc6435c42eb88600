//! A conversation in which tools are called, as the shell plays it.

#![allow(dead_code, reason = "each test uses some of it")]

use causerie::Config;
use causerie::conversation::{Id, Message, MessageRecord, Node, Outcome, ToolCall, turns};
use causerie::json::Json;
use causerie::protocol::{BodyEnd, ReplyHead, Role, Turn};
use causerie::tools::{Declaration, Event, Rounds, Step, Tools};

use crate::common::legal;

pub fn json(text: &str) -> Json {
    Json::parse(text).unwrap_or_else(|error| panic!("{text} is no JSON at {}", error.at))
}

/// A call; an empty id is none.
pub fn call(id: &str, name: &str, arguments: &str) -> ToolCall {
    ToolCall::new(Some(id.to_owned()).filter(|id| !id.is_empty()), name, arguments)
}

/// An answer as a server sends it: read from the bytes of a reply.
pub fn answer(text: &str, calls: &[ToolCall]) -> Message {
    let calls: Json = calls
        .iter()
        .enumerate()
        .map(|(at, call)| {
            let function = Json::object([
                ("name", call.name.as_str().into()),
                ("arguments", call.arguments.as_str().into()),
            ]);
            Json::object_of_set([
                ("index", (at as u64).into()),
                ("id", call.id.as_deref().into()),
                ("type", "function".into()),
                ("function", function),
            ])
        })
        .collect();
    let mut delta = Json::object([("content", text.into())]);
    delta.set("tool_calls", if calls.items().is_empty() { Json::Null } else { calls });
    let choice = Json::object([("index", 0_u64.into()), ("delta", delta), ("finish_reason", "stop".into())]);
    let chunk = Json::object([("choices", Json::Array(vec![choice]))]);
    let body = ["data: ", &chunk.written(), "\n\ndata: [DONE]\n\n"].concat();
    Outcome::of(ReplyHead::of_status(200), [body.as_bytes()], BodyEnd::Clean).message
}

/// One that takes something, one that takes nothing, and one that is asked for.
pub fn tools() -> Tools {
    let weather = r#"{"name": "weather", "description": "The weather in a town.", "parameters": {"type": "object",
        "properties": {"town": {"type": "string"}, "days": {"type": "integer", "minimum": 1}}, "required": ["town"]}}"#;
    let pay = r#"{"name": "pay", "confirm": true, "parameters": {"properties": {"sum": {"minimum": 1}}}}"#;
    let all = [weather, r#"{"name": "now"}"#, pay].map(|tool| Declaration::read(&json(tool)).unwrap());
    let mut tools = Tools::default();
    assert_eq!(tools.set(all.to_vec()), []);
    tools
}

/// What the shell holds.
pub struct Play {
    pub config: Config,
    pub tools: Tools,
    pub rounds: Rounds,
    /// A question, and what came of it.
    pub thread: Vec<Message>,
    /// Where the results of the present round begin in it.
    pub from: usize,
    pub now: u64,
}

impl Play {
    pub fn new(options: &str) -> Self {
        let (config, problems) = Config::from_json(&json(options));
        assert_eq!(problems, []);
        let rounds = Rounds::new(&config);
        let thread = vec![Message::new(Role::User, "Hi")];
        Self { config, tools: tools(), rounds, thread, from: 1, now: 1_700_000_000_000 }
    }

    /// An answer has ended: it and its results come to stand in the thread.
    pub fn answer(&mut self, mut answer: Message) -> Vec<Step> {
        let steps = self.rounds.begin(&mut answer, &self.tools, &|_, _| None, self.now);
        self.thread.push(answer);
        self.from = self.thread.len();
        self.thread.extend(self.rounds.results().cloned());
        self.check(&steps);
        steps
    }

    /// Another question, with a loop of its own.
    pub fn ask(&mut self) {
        self.rounds = Rounds::new(&self.config);
        self.thread.push(Message::new(Role::User, "And?"));
        self.from = self.thread.len();
    }

    /// Something happened; what changed is shown.
    pub fn event(&mut self, event: Event) -> Vec<Step> {
        let steps = self.rounds.apply(event, &mut self.tools, self.now);
        for step in &steps {
            if let Step::Show { call } | Step::Run { call, .. } = step {
                self.thread[self.from + call] = self.rounds.results().nth(*call).unwrap().clone();
            }
        }
        self.check(&steps);
        steps
    }

    /// What holds at any time: what is shown is what there is, and what would be sent is legal.
    fn check(&self, steps: &[Step]) {
        assert!(self.rounds.results().eq(&self.thread[self.from..]), "a change was not shown");
        assert_eq!(legal::check(&self.turns("And now?")), Ok(()));
        let goes_on = steps.contains(&Step::Request);
        let ends = steps.iter().any(|step| matches!(step, Step::End(_)));
        assert!(!goes_on || !ends);
        if goes_on || ends {
            assert!(!self.rounds.is_open(), "a call has no result yet");
        }
        if goes_on {
            let turns = self.turns_now();
            assert_eq!(legal::check(&turns), Ok(()));
            assert!(matches!(turns.last().unwrap().role, Role::Tool | Role::Function));
        }
    }

    /// What would be sent with another question.
    pub fn turns(&self, question: &str) -> Vec<Turn> {
        let question = Message::new(Role::User, question);
        turns(None, self.config.system_role, self.thread.iter().chain([&question]))
    }

    /// What is sent with the results.
    pub fn turns_now(&self) -> Vec<Turn> {
        turns(None, self.config.system_role, &self.thread)
    }

    /// The thread as its records give it back, after the page went.
    pub fn read_back(&self) -> Vec<Message> {
        let kept = |message: &Message| {
            let record = MessageRecord::new(Id(1), Node::new(Id(2), None, 1), message, 1).to_json();
            MessageRecord::read(json(&record.written())).unwrap().message
        };
        self.thread.iter().map(kept).collect()
    }
}
