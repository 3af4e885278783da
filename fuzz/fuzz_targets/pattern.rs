#![no_main]

// The first line is the pattern, the rest is the text.
libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Some((pattern, line)) = text.split_once('\n') {
        bodies::pattern(pattern, line);
    }
});
