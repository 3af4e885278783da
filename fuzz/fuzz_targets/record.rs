#![no_main]

// The first line is the record, the rest is the clean text.
libfuzzer_sys::fuzz_target!(|text: &str| {
    let (json, clean) = text.split_once('\n').unwrap_or((text, ""));
    bodies::record(json, clean);
});
