//! Every label once: its name in options, what it is for and what it says in English.
//!
//! **Invariant:** a label is added here and nowhere else. Behind `later` stand those that only the half of the widget
//! uses that is loaded later; their texts come with it.

labels! {
    /// The launcher, while the panel is closed.
    open Open = "Open chat";
    /// The launcher and the button in the header, while the panel is open.
    close Close = "Close chat";
    /// Empties the panel for a new conversation.
    new_thread NewThread = "New conversation";
    /// Names the message list.
    log Log = "Conversation";
    /// Names the text box.
    composer Composer = "Message";
    /// Sends what is in the text box.
    send Send = "Send";
    /// Stops the answer that is arriving.
    stop Stop = "Stop answering";
    /// Names the group of suggestions.
    suggestions Suggestions = "Suggestions";
    /// Goes before a visitor's message, for screen readers.
    user User = "You said";
    /// Goes before an answer, for screen readers.
    assistant Assistant = "Answer";
    /// Copies a message.
    copy Copy = "Copy";
    /// Changes an earlier question.
    edit Edit = "Edit";
    /// Opens what else can be done with a message.
    more More = "More actions";
    /// Takes it back.
    undo Undo = "Undo";
    /// Thumb up.
    good Good = "Good answer";
    /// Thumb down.
    bad Bad = "Bad answer";
    /// Copies a code block.
    copy_code CopyCode = "Copy code";
    /// Breaks the long lines of a code block.
    wrap WrapLines = "Wrap lines";
    /// Goes before the forms in which a table can be copied.
    copy_table CopyTable = "Copy table as";
    /// A form of a table.
    as_markdown AsMarkdown = "Markdown";
    /// A form of a table.
    as_csv AsCsv = "CSV";
    /// A form of a table.
    as_tsv AsTsv = "TSV";
    /// Loads an image that waits for the reader's leave.
    show_image ShowImage = "Show image from {host}";
    /// Stands with the link to an image that did not load.
    image_failed ImageFailed = "The image could not be loaded";
    /// Names the mark that leads to a footnote.
    footnote Footnote = "Footnote {label}";
    /// Leads from a footnote back to its mark.
    footnote_back FootnoteBack = "Back to the text";
    /// Says that copying worked.
    copied Copied = "Copied";
    /// Says that copying did not work.
    not_copied NotCopied = "Could not copy";
    /// Names a code block without a language.
    code Code = "Code";
    /// Names the box in which a table scrolls.
    table Table = "Table";
    /// A done item of a task list.
    task_done TaskDone = "Done";
    /// An open item of a task list.
    task_open TaskOpen = "To do";
    /// Goes to the end of the conversation.
    jump Jump = "Jump to latest";
    /// Sends the request again.
    retry Retry = "Retry";
    /// The same, while a wait is counted down.
    retry_in RetryIn = "Retry in {time}";
    /// Asks for another answer beside one.
    regenerate Regenerate = "Regenerate";
    /// Asks for the rest of an answer.
    go_on GoOn = "Continue";
    /// What is sent to the model for that.
    continue_prompt ContinuePrompt = "Continue exactly where you stopped.";
    /// Opens the technical side of an error.
    details Details = "Details";
    /// Status: the request is on its way.
    waiting Waiting = "Waiting for the answer";
    /// Status and note: nothing has come for a while.
    still_waiting StillWaiting = "Still waiting for the answer";
    /// Note: the request is repeated by itself.
    trying_again TryingAgain = "Trying again in {time}";
    /// The model thinks; opens what it thinks.
    thinking Thinking = "Thinking";
    /// The model has thought; opens what it thought.
    thought Thought = "Thought for {seconds} s";
    /// The same, where the time is not known.
    thought_before ThoughtBefore = "Thoughts";
    /// Status: the answer has begun.
    answering Answering = "Answering";
    /// Status: the answer is whole.
    answered Answered = "Answer complete";
    /// Status and note: the visitor stopped the answer.
    stopped Stopped = "Answer stopped";
    /// Note: the page was closed while the answer arrived.
    interrupted Interrupted = "The answer was interrupted.";
    /// Note: the answer came to the limit of its length.
    length Length = "The answer reached its length limit.";
    /// Note: it came there before it had begun.
    thought_only ThoughtOnly = "The model used up the length of its answer by thinking.";
    /// Note: the model wants a function called.
    tool_calls ToolCalls = "The model asked for a tool that this chat does not have.";
    /// Names the list of sources.
    sources Sources = "Sources";
    /// Names the choice of models.
    model Model = "Model";
    /// Asks for the visitor's key.
    key_wanted KeyWanted = "This chat needs a key of yours. It stays in your browser and goes to the chat service only.";
    /// Names the box for the key.
    key Key = "API key";
    /// Keeps the key beyond the session.
    key_on_device KeyOnDevice = "Remember on this device";
    /// Takes a key back that was given.
    key_forget KeyForget = "Forget my key";
    /// Takes the key.
    key_save KeySave = "Use this key";
    /// Note: the answer has no text.
    empty Empty = "The answer was empty.";
    /// Note: the provider withheld the rest.
    filtered Filtered = "The provider's content filter ended this answer.";
    /// Above the first message, while earlier ones are not there yet.
    earlier Earlier = "Show earlier messages";
    /// Keeping fails for another reason.
    kept_failed KeptFailed = "Conversations cannot be kept just now. This one goes on as long as the page is open.";
    /// Takes such a note away.
    dismiss Dismiss = "Dismiss";
    /// Opens the list of conversations, and names it.
    conversations Conversations = "Conversations";
    /// What is loaded when it is first needed did not come.
    not_there NotThere = "This part of the chat could not be loaded. Check the connection, then try again.";
    /// Shown instead of the greeting when no endpoint is set.
    no_endpoint NoEndpoint = "This chat has no endpoint yet. Set `endpoint` (on the script tag: `data-endpoint`) to the address of a chat-completions API, such as `/v1`.";
    /// Error: the key is missing or wrong.
    auth Auth = "The chat service did not accept the key.";
    /// Error: no answer in time.
    timeout Timeout = "The chat service took too long.";
    /// Error: the server failed.
    server Server = "The chat service has a problem. Retry in a moment.";
    /// Error: the answer ended before its end.
    truncated Truncated = "The connection ended before the answer was complete.";
    /// Error: nothing could be reached.
    network Network = "The chat service could not be reached. It may be down, blocked for this site, or the connection is lost.";
    /// Error: the device is offline.
    offline Offline = "You are offline. Your message is kept; retry when you are connected.";
    /// The same, now that it is no longer.
    back_online BackOnline = "You are back online.";
    /// Error: the reply is not a chat completion.
    bad_response BadResponse = "The reply was not one that a chat service sends.";

    later:
    /// Names the gauge of the window, and stands beside it.
    window_use WindowUse = "Context: {used} of {total} tokens";
    /// Keeps a message among those that are sent, whatever else is left out.
    pin Pin = "Pin";
    /// Puts a message, or what is selected of it, into the text box as a quotation.
    quote Quote = "Quote";
    /// Deletes a message with all that follows it.
    delete Delete = "Delete";
    /// Leaves everything as it was.
    cancel Cancel = "Cancel";
    /// How many tokens an answer took; opens the rest.
    tokens Tokens = "{count} tokens";
    /// Opens what is known of an answer, where tokens are not.
    about About = "About this answer";
    /// The model that answered.
    by_model ByModel = "Model: {model}";
    /// Another one answered than was asked first.
    by_fallback ByFallback = "Answered by {model}";
    /// Tokens of question and answer.
    token_counts TokenCounts = "Question {prompt}, answer {completion} tokens";
    /// Tokens of all answers so far.
    all_tokens AllTokens = "This conversation: {count} tokens";
    /// What they cost.
    all_tokens_cost AllTokensCost = "This conversation: {count} tokens, {cost}";
    /// The answer was there before.
    from_memory FromMemory = "From memory";
    /// Error: the key may not do this.
    permission Permission = "The chat service does not allow this request.";
    /// Below an answer that was to be JSON and is none.
    document_broken DocumentBroken = "This answer is no valid JSON: see line {line}, column {column}.";
    /// Unfolds the text of an answer in JSON.
    document_raw DocumentRaw = "As JSON";
    /// Above the composer: what the page adds to the next question.
    page_sent PageSent = "Sent with your question: {title}";
    /// The same, when the visitor does not want it.
    page_left_out PageLeftOut = "Not sent: {title}";
    /// The button that has it left out.
    page_leave_out PageLeaveOut = "Leave out";
    /// The button that has it sent after all.
    page_take PageTake = "Send it";
    /// Below a question: what the page has added to it.
    page_sent_with PageSentWith = "Sent with it: {title}";
    /// Error: the page's own code (`beforeSend`) did not let the request go.
    refused Refused = "This page did not let the question go.";
    /// Error: no credit, or the budget is spent.
    quota Quota = "The account behind this chat has used up its quota.";
    /// Error: too many requests.
    rate_limit RateLimit = "The chat service is getting too many requests. Wait a moment, then retry.";
    /// Error: the model is not there.
    model_not_found ModelNotFound = "The chat service does not have this model.";
    /// Error: nothing answers at the address.
    endpoint_not_found EndpointNotFound = "There is no chat service at this address.";
    /// The same, behind "Details", for whoever set the chat up.
    endpoint_hint EndpointHint = "The endpoint may lack a part of its path, such as /v1.";
    /// Error: a field of the request is not taken.
    unsupported_param UnsupportedParam = "The model does not take one of this chat's settings.";
    /// Error: the order of roles is not taken.
    roles Roles = "The model does not take the messages of this conversation.";
    /// Error: the conversation does not fit.
    context_length ContextLength = "This conversation has become too long for the model. Start a new one, or ask something shorter.";
    /// Error: refused before an answer.
    content_filter ContentFilter = "The provider's content filter refused this message.";
    /// Error: the request is malformed for this server.
    bad_request BadRequest = "The chat service could not use this request.";
    /// Error: the request is too large.
    payload_too_large PayloadTooLarge = "This message is too large for the chat service.";
    /// Error: busy.
    overloaded Overloaded = "The chat service is overloaded. Retry in a moment.";
    /// Error: there is a server, but it does not let this page read its replies.
    cors Cors = "There is a server at the chat's address, but it does not let this site read its replies (CORS).";
    /// The panel while the widget loads (drawn by causerie.js, like the three below).
    loading Loading = "Loading the chat";
    /// The browser has no WebAssembly.
    no_wasm NoWasm = "This chat needs WebAssembly, which this browser lacks.";
    /// The page's content security policy forbids it.
    blocked Blocked = "This page's security policy blocks the chat: script-src needs 'wasm-unsafe-eval'.";
    /// A file is missing, damaged or out of reach.
    not_loaded NotLoaded = "The chat could not be loaded. Check the connection, then retry.";
    /// A newer version of the widget has been here.
    kept_newer KeptNewer = "A newer version of this chat keeps its conversations here. Reload the page to see them; until then nothing is kept.";
    /// Nothing can be kept (each of those that begin so is said once).
    kept_blocked KeptBlocked = "This browser keeps nothing for this site. The conversation goes on, and ends with this page.";
    /// There is no room left.
    kept_full KeptFull = "The browser's storage is full. The conversation goes on, but what is said now is not kept.";
    /// Records that cannot be read.
    kept_broken KeptBroken = "Some earlier messages could not be read. They were left as they are.";
    /// After sending while another tab is answering.
    elsewhere_wait ElsewhereWait = "This conversation is being answered in another tab. Your text is kept; send it when the answer is there.";
    /// Under an answer that is arriving in another tab.
    elsewhere Elsewhere = "Being answered in another tab";
    /// Above the first message that is sent, if earlier ones do not fit into the window.
    unsent Unsent = "What is above no longer fits and is not sent";
    /// Opens the summary that is sent in the place of what stands above.
    summary Summary = "A summary is sent in place of what is above";
    /// On a message above that, which is sent all the same.
    still_sent StillSent = "Still sent";
    /// Status and note: it is being made.
    summarizing Summarizing = "Summarizing what was said earlier";
    /// Status: it was taken.
    thanks Thanks = "Thank you for your feedback";
    /// Names the box for what else a visitor thinks of an answer.
    comment Comment = "Your comment (optional)";
    /// Sends that.
    send_comment SendComment = "Send comment";
    /// Asks the changed question.
    save Save = "Save & send";
    /// Copies an answer without its markdown.
    copy_text CopyText = "Copy as text";
    /// Status and note: that was done.
    deleted Deleted = "Message deleted, with what followed it";
    /// Status: that was done.
    restored Restored = "Message restored";
    /// On such a message, and the status.
    pinned Pinned = "Pinned: always sent";
    /// Status: it is no longer pinned.
    unpinned Unpinned = "No longer pinned";
    /// Closes it.
    close_conversations CloseConversations = "Close the list";
    /// Shows the question as it was before it was edited.
    previous_question PreviousQuestion = "Previous version";
    /// Shows the question as it was edited.
    next_question NextQuestion = "Next version";
    /// Which of several answers is shown.
    alternative Alternative = "{number}/{total}";
    /// Shows the answer before.
    previous Previous = "Previous answer";
    /// Shows the answer after.
    next Next = "Next answer";
    /// Names the box above the list, and stands in it.
    search Search = "Search";
    /// What search found.
    found Found = "Found: {count}";
    /// Search found more than is shown.
    found_more FoundMore = "Found: more than {count}";
    /// Shows more of it.
    show_more ShowMore = "Show more";
    /// Search found nothing.
    nothing_found NothingFound = "Nothing found";
    /// The list has nothing in it.
    no_conversations NoConversations = "What you ask here is kept in this browser and listed here.";
    /// A conversation that begins without words.
    untitled Untitled = "Untitled";
    /// Group of the list: those that the visitor has pinned.
    pinned_ones PinnedOnes = "Pinned";
    /// Group of the list.
    today Today = "Today";
    /// Group of the list.
    yesterday Yesterday = "Yesterday";
    /// Group of the list.
    last_week LastWeek = "Previous 7 days";
    /// Group of the list.
    last_month LastMonth = "Previous 30 days";
    /// Group of the list.
    older Older = "Older";
    /// Gives a conversation another title.
    rename Rename = "Rename";
    /// Takes the title that was typed.
    save_title SaveTitle = "Save";
    /// Keeps a conversation at the top of the list.
    pin_conversation PinConversation = "Pin";
    /// Takes it back.
    unpin_conversation UnpinConversation = "Unpin";
    /// Saves a conversation as a file.
    save_markdown SaveMarkdown = "Save as Markdown";
    /// The same, to be imported again.
    save_json SaveJson = "Save as JSON";
    /// Status: a conversation was taken out of the list.
    conversation_deleted ConversationDeleted = "Conversation deleted";
    /// Status: it is there again.
    conversation_back ConversationBack = "Conversation restored";
    /// It was deleted meanwhile, in another tab.
    conversation_gone ConversationGone = "This conversation is no longer there.";
    /// Saves all conversations as a file.
    save_all_markdown SaveAllMarkdown = "Save all as Markdown";
    /// The same, to be imported again.
    save_all_json SaveAllJson = "Save all as JSON";
    /// Status: the browser has the file.
    saved Saved = "Saved as {name}";
    /// Status: it has not.
    not_saved NotSaved = "The browser did not save the file.";
    /// Chooses a file of conversations.
    import Import = "Import a file";
    /// Status: it was taken in.
    imported Imported = "Imported conversations: {count}";
    /// The file could not be opened (this and the six below).
    import_unread ImportUnread = "The file could not be read.";
    /// The store failed.
    import_failed ImportFailed = "The file could not be taken in. Nothing was changed.";
    /// A conversation in it is damaged.
    import_broken ImportBroken = "Conversation {place} in this file is damaged. Nothing was changed.";
    /// A newer version wrote it.
    import_newer ImportNewer = "This file is from a newer version of this chat. Nothing was changed.";
    /// It is empty.
    import_nothing ImportNothing = "There are no conversations in this file.";
    /// It is a ZIP archive.
    import_archive ImportArchive = "This is a ZIP archive. Unpack it, and choose conversations.json.";
    /// It is something else.
    import_unknown ImportUnknown = "This is no file of conversations. Nothing was changed.";
    /// Begins to erase everything.
    clear Clear = "Clear everything";
    /// Names a call of a tool.
    call Call = "Tool: {name}";
    /// What a tool was called with.
    call_arguments CallArguments = "Arguments";
    /// What it gave.
    call_result CallResult = "Result";
    /// Below one that is very long.
    call_result_cut CallResultCut = "The model gets the first 128 KB of it.";
    /// State of a call: the visitor is asked (this and the eleven below).
    call_asked CallAsked = "Waiting for your answer";
    /// It runs.
    call_running CallRunning = "Running…";
    /// It gave a result.
    call_done CallDone = "Done";
    /// There is none of this name.
    call_unknown CallUnknown = "No such tool";
    /// The model's arguments do not fit.
    call_misfit CallMisfit = "Called with wrong arguments";
    /// The visitor said no.
    call_denied CallDenied = "Not allowed";
    /// It threw.
    call_failed CallFailed = "Failed";
    /// Its time was over.
    call_timed_out CallTimedOut = "Took too long";
    /// It was not run, because it would have been the same again.
    call_repeated CallRepeated = "Not run: the same call again";
    /// It was not run, because there were too many.
    call_too_many CallTooMany = "Not run: too many rounds";
    /// The visitor stopped it.
    call_stopped CallStopped = "Stopped";
    /// The page went meanwhile.
    call_interrupted CallInterrupted = "Interrupted";
    /// Asks whether a call may run.
    call_ask CallAsk = "Allow {name} to run?";
    /// The answers to that.
    allow_once AllowOnce = "Allow once";
    /// For all calls of this tool, as long as the page is open.
    allow_always AllowAlways = "Always allow";
    /// The model hears of it.
    deny Deny = "Deny";
    /// The loop was ended (this and the one below).
    calls_repeated CallsRepeated = "The model made the same call again and again, and was stopped.";
    /// There were too many rounds.
    calls_too_many CallsTooMany = "The model went on calling tools, and was stopped.";
    /// Asks whether to.
    clear_sure ClearSure = "Erase all conversations that this browser keeps for this chat? They cannot come back.";
    /// Erases everything.
    erase Erase = "Erase";
    /// Status: it is done.
    erased Erased = "Everything is erased.";
    /// Status: it is not.
    not_erased NotErased = "Not everything could be erased.";
    /// The browser did not do it: its disk is full, for example.
    not_changed NotChanged = "The conversation could not be changed just now.";
}
