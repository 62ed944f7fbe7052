//! All mutants of a file in one text: `(if crate::mutant(7) { (a) - (b) } else { a + b })`. Within a replacement the
//! original stands, because only one mutant is alive at a time.

use std::{collections::BTreeMap, ops::Range};

use syn::{
    Arm, Block, Expr, ExprBinary, ExprStruct, ExprUnary, FieldValue, ImplItemFn, ItemFn, Member, TraitItemFn,
    spanned::Spanned,
    visit::{self, Visit},
};

use crate::mutant::{Genre, Mutant, Place, Position};

/// A file with its mutants woven in, and where each one came to lie.
pub struct Woven {
    pub text: String,
    pub places: BTreeMap<usize, Place>,
}

/// `mutants` by their number; those that fit no place of the text are left out.
pub fn weave(text: &str, mutants: &[(usize, &Mutant)]) -> Woven {
    let file = syn::parse_file(text).expect("cargo-mutants read it too");
    let mut weaver = Weaver { text, mutants, changes: Vec::new() };
    weaver.visit_file(&file);
    render(text, &weaver.changes)
}

/// What is put before and after a stretch of the text for one mutant.
struct Change {
    number: usize,
    around: Range<usize>,
    before: String,
    /// The replacement within `before`.
    arm: Range<usize>,
    after: &'static str,
}

struct Weaver<'a> {
    text: &'a str,
    mutants: &'a [(usize, &'a Mutant)],
    changes: Vec<Change>,
}

impl Weaver<'_> {
    fn at(&self, genre: Genre, span: proc_macro2::Span) -> Vec<(usize, String)> {
        let here = Position::of(span);
        let found = self.mutants.iter().filter(|(_, mutant)| mutant.genre == genre && mutant.span.start == here);
        found.map(|(number, mutant)| (*number, mutant.replacement.clone())).collect()
    }

    fn change(&mut self, number: usize, around: Range<usize>, [before, arm, rest]: [&str; 3], after: &'static str) {
        let start = before.len();
        let change =
            Change { number, around, before: [before, arm, rest].concat(), arm: start..start + arm.len(), after };
        self.changes.push(change);
    }

    fn choice(&mut self, number: usize, around: Range<usize>, arm: &str) {
        self.change(number, around, [&format!("(if crate::mutant({number}) {{ "), arm, " } else { "], " })");
    }

    fn body(&mut self, body: &Block) {
        if let (Some(first), Some(last)) = (body.stmts.first(), body.stmts.last()) {
            let around = bytes(first).start..bytes(last).end;
            for (number, value) in self.at(Genre::FnValue, first.span()) {
                let arm = format!("return {value};");
                self.change(number, around.clone(), [&format!("if crate::mutant({number}) {{ "), &arm, " } "], "");
            }
        }
    }

    fn field(&mut self, field: &FieldValue, rest: &Expr) {
        let (Member::Named(name), rest) = (&field.member, &self.text[bytes(rest)]) else { return };
        for (number, _) in self.at(Genre::StructField, field.span()) {
            let arm = format!("({rest}).{name}");
            if field.colon_token.is_some() {
                self.choice(number, bytes(&field.expr), &arm);
            } else {
                let before = format!("{name}: if crate::mutant({number}) {{ ");
                self.change(number, bytes(field), [&before, &arm, " } else { "], " }");
            }
        }
    }
}

impl<'ast> Visit<'ast> for Weaver<'_> {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.body(&item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.body(&item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        item.default.iter().for_each(|body| self.body(body));
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_expr_binary(&mut self, expr: &'ast ExprBinary) {
        // `let` may stand in a chain of `&&` and nowhere else.
        if !has_let(&expr.left) && !has_let(&expr.right) {
            let (left, right) = (bytes(&expr.left), bytes(&expr.right));
            for (number, operator) in self.at(Genre::BinaryOperator, expr.op.span()) {
                // What is assigned to stands without parentheses.
                let arm = format!(
                    "{} {operator} ({})",
                    operand(&self.text[left.clone()], &operator),
                    &self.text[right.clone()]
                );
                self.choice(number, left.start..right.end, &arm);
            }
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_unary(&mut self, expr: &'ast ExprUnary) {
        for (number, _) in self.at(Genre::UnaryOperator, expr.op.span()) {
            let arm = self.text[bytes(&expr.expr)].to_owned();
            self.choice(number, bytes(expr), &arm);
        }
        visit::visit_expr_unary(self, expr);
    }

    fn visit_arm(&mut self, arm: &'ast Arm) {
        for (number, _) in self.at(Genre::MatchArm, arm.span()) {
            let alive = format!("crate::mutant({number})");
            if let Some((_, guard)) = &arm.guard {
                self.change(number, bytes(guard), [&format!("!{alive} && ("), "", ""], ")");
            } else {
                let end = bytes(&arm.pat).end;
                self.change(number, end..end, [&format!(" if !{alive}"), "", ""], "");
            }
        }
        if let Some((_, guard)) = &arm.guard {
            for (number, value) in self.at(Genre::MatchArmGuard, guard.span()) {
                self.choice(number, bytes(guard), &value);
            }
        }
        visit::visit_arm(self, arm);
    }

    fn visit_expr_struct(&mut self, expr: &'ast ExprStruct) {
        if let Some(rest) = &expr.rest {
            expr.fields.iter().for_each(|field| self.field(field, rest));
        }
        visit::visit_expr_struct(self, expr);
    }
}

fn bytes(node: &impl Spanned) -> Range<usize> {
    node.span().byte_range()
}

fn operand(text: &str, operator: &str) -> String {
    let assigns = operator.ends_with('=') && !["==", "!=", "<=", ">="].contains(&operator);
    if assigns { text.to_owned() } else { format!("({text})") }
}

fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}

/// Changes come outermost first, so that of several at one place the first opens first and closes last.
fn render(text: &str, changes: &[Change]) -> Woven {
    let mut inserts: Vec<(usize, bool, usize, &Change)> = Vec::new();
    for (order, change) in changes.iter().enumerate() {
        inserts.push((change.around.end, false, changes.len() - order, change));
        inserts.push((change.around.start, true, order, change));
    }
    inserts.sort_by_key(|(at, opens, order, _)| (*at, *opens, *order));
    let (mut woven, mut places, mut done) = (String::new(), BTreeMap::<usize, Place>::new(), 0);
    for (at, opens, _, change) in inserts {
        woven += &text[done..at];
        done = at;
        let start = woven.len();
        if opens {
            woven += &change.before;
            let arm = start + change.arm.start..start + change.arm.end;
            places.insert(change.number, Place { arm, whole: start..woven.len() });
        } else {
            woven += change.after;
            if let Some(place) = places.get_mut(&change.number) {
                place.whole.end = woven.len();
            }
        }
    }
    woven += &text[done..];
    Woven { text: woven, places }
}
