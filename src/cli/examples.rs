//! Examples that stand below the help of each command and in its manual page.

/// Of `check`.
pub const CHECK: &str = "Examples:
  didymium check scenarios/*.toml           all findings of all files
  didymium check --evidence scenario.toml   what its numbers rest on
  didymium check --print scenario.toml      the scenario after `extends` and `remove`";

/// Of `sources`.
pub const SOURCES: &str = "Example:
  didymium sources scenario.toml variant.toml --output sources.md   each number by source, and other values";

/// Of `solve`.
pub const SOLVE: &str = "Examples:
  didymium solve scenario.toml
  didymium solve scenario.toml --mode alone --member japan --year 2026 --year 2030
  didymium solve scenario.toml --avoid CN,RU --avoid-stage separation
  didymium solve scenario.toml --avoid \"\"                              nothing avoided: the baseline
  didymium solve scenario.toml --set facility.hill.capacity_t_per_year.2026=50000
  didymium solve scenario.toml --format json --output report.json
  didymium solve scenario.toml --by-evidence                          strict, stated and generous side by side
  didymium solve scenario.toml --by-status                            operating; + construction; + financed; + announced
  didymium solve scenario.toml --certificates proofs.json              with proofs that `verify` checks
  didymium solve - --format csv < scenario.toml

Exit code 0: all that was asked is feasible; 4: something is proven infeasible; 5: something is undecided.";

/// Of `explain`.
pub const EXPLAIN: &str = "Examples:
  didymium explain scenario.toml --mode alone --member japan --year 2026
  didymium explain scenario.toml --year 2030 --member germany --conflicts 3
  didymium explain scenario.toml --member japan --year 2026 --format json

Every statement is a line of the scenario; figures are proven unless marked. Exit codes are those of `solve`.";

/// Of `report`.
pub const REPORT: &str = "Examples:
  didymium report scenario.toml --output report.html
  didymium report scenario.toml --output japan.html --member japan --year 2028      whole reasons, if it is infeasible
  didymium report scenario.toml --output report.html --mode alone --explain 40

Looking for reasons takes longer than answering: `--explain` says of how many infeasible answers. Exit codes are those
of `solve`.";

/// Of `plot`.
pub const PLOT: &str = "Examples:
  didymium plot coverage scenario.toml --output coverage.svg
  didymium plot mix scenario.toml --member japan --year 2028 --commodity oxide --output mix.svg
  didymium plot costcurve scenario.toml --year 2028 --commodity oxide --output curve.png
  didymium plot bottleneck scenario.toml --mode alone --member japan --output bottleneck.svg
  didymium plot timeline scenario.toml --member japan,germany --output timeline.svg

Exit codes are those of `solve`.";

/// Of `test`.
pub const TEST: &str = "Examples:
  didymium test scenarios/claims.toml
  didymium test scenarios/*.toml --format junit --output claims.xml

Exit code 0: all claims are as expected; 1: some claim is not; 3: a file is invalid; 6: a file cannot be read.";

/// Of `verify`.
pub const VERIFY: &str = "Examples:
  didymium solve scenario.toml --certificates proofs.json
  didymium verify proofs.json scenario.toml
  didymium verify proofs.json scenario.toml --set facility.hill.cost_usd_per_t=900   where `solve` was given the same

The programs are built anew from the scenario. Of the proofs only plans and multipliers are used, and every figure of
the report must follow from them in exact arithmetic. docs/certificates.md describes the file.

Exit code 0: all proofs hold; 1: something does not; 3: the scenario is invalid; 6: a file cannot be read.";

/// Of `export`.
pub const EXPORT: &str = "Examples:
  didymium export scenario.toml --lp-format lp --mode alone --member japan --year 2030
  didymium export scenario.toml --lp-format mps --year 2030 --question shortfall --output shortfall.mps
  didymium export scenario.toml --lp-format lp --year 2030 --question baseline | less
  didymium export scenario.toml --lp-format lp --year 2030 --question fair --round 1 --output round1.lp

Names say what columns and rows mean, e.g. `shipped.japan.oxide.AU.JP.2030`; no column is negative. docs/backends.md
shows how other solvers read the files.";

/// Of `new`.
pub const NEW: &str = "Examples:
  didymium new magnets                                                   writes magnets.toml, commented
  didymium new large.toml --synthetic members=30,mines=500,years=10 --seed 7
  didymium new - --synthetic mines=3,policies=0 | didymium solve -

Sizes: members, others, mines, recyclers, separators, metals, magnets, elements, routes, policies, years; what is not
said is about as in the flagship scenario. The same sizes and seed give the same file.";

/// Of `schema`.
pub const SCHEMA: &str = "Example:
  didymium schema --output scenario.schema.json      then, as first line of a scenario: #:schema scenario.schema.json

Taplo, Tombi and the editors that build on them complete keys and explain them from it.";

/// Of `man`.
pub const MAN: &str = "Examples:
  didymium man solve | man -l -                              reads the page of one command
  didymium man --output ~/.local/share/man/man1              writes one page per command; `man didymium-solve` finds it";

/// Of `completions`.
pub const COMPLETIONS: &str = "Examples:
  didymium completions bash > ~/.local/share/bash-completion/completions/didymium
  didymium completions fish > ~/.config/fish/completions/didymium.fish";

/// Of `sweep`.
pub const SWEEP: &str = "Examples:
  didymium sweep scenario.toml --axis 'facility.hill.capacity_t_per_year.2028=0,500,1000' --output grid.csv
  didymium sweep scenario.toml --axis 'facility.*.cost_usd_per_t=*0.5..2:7 log' --axis 'scenario.mode=alone,joint'
  didymium sweep scenario.toml --samples 1000 --seed 1 --vary 'member.*.demand_t_per_year=*triangular(0.9,1,1.2)' \
      --vary 'facility.*.capacity_t_per_year=delay(1.5, common=0.5, from=2026)' --output draws.csv --summary
  didymium sweep study.toml --output draws.csv --resume           inputs of the file; continue after a power cut
  didymium sweep study.toml --output part-1.csv --shard 1/4       a quarter of the points

  didymium sweep scenario.toml --bisect 'facility.hill.capacity_t_per_year=0..5000' --tolerance 10

A value is set as `--set` does it; `*1.2` multiplies and `+10` adds to what the scenario says. `*` in a key stands for
any name. docs/sweeps.md has the details, and recipes for GNU parallel, Slurm and Snakemake.

Exit code 0: all points feasible; 4: some infeasible; 5: some without an answer; 130: interrupted.";

/// Of `sweep-merge`.
pub const MERGE: &str = "Example:
  didymium sweep-merge part-*.csv --output draws.csv";
