//! The `didymium` program: arguments in, exit code out.

fn main() -> std::process::ExitCode {
    didymium::cli::run(std::env::args_os())
}
