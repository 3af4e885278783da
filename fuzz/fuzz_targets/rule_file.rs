#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::rule_file(bytes));
