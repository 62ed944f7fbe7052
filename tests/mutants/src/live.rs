/// Whether mutant `number` is the one that lives in this run. Every mutant that is asked for is written down once, so
/// that only those tests need be run that come past it.
pub fn mutant(number: usize) -> bool {
    use std::{fs::File, io::Write, sync::Mutex, sync::LazyLock};
    static ALIVE: LazyLock<usize> =
        LazyLock::new(|| std::env::var("MUTANT").ok().and_then(|n| n.parse().ok()).unwrap_or(usize::MAX));
    static REACHED: LazyLock<Option<Mutex<(File, Vec<bool>)>>> = LazyLock::new(|| {
        let file = File::options().create(true).append(true).open(std::env::var_os("MUTANTS_REACHED")?);
        Some(Mutex::new((file.expect("a file that can be written"), Vec::new())))
    });
    if let Some(reached) = &*REACHED {
        let (file, seen) = &mut *reached.lock().expect("nothing fails while it is held");
        seen.resize(seen.len().max(number + 1), false);
        if !std::mem::replace(&mut seen[number], true) {
            file.write_all(format!("{number}\n").as_bytes()).expect("room for a line");
        }
    }
    *ALIVE == number
}
