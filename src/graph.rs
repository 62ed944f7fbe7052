//! Strongly connected components of a directed graph.

/// The strongly connected components of the graph in which `next[v]` lists where the edges from `v` lead, each after all
/// others that it leads to and in ascending order itself (Tarjan, Depth-first search and linear graph algorithms, 1972;
/// without recursion, so that a long chain does not exhaust the stack).
///
/// # Panics
/// Where an edge leads to no vertex.
#[must_use]
pub fn components(next: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut search = Search {
        next,
        number: vec![None; next.len()],
        low: vec![0; next.len()],
        met: 0,
        open: Vec::new(),
        is_open: vec![false; next.len()],
        found: Vec::new(),
    };
    for start in 0..next.len() {
        if search.number[start].is_none() {
            search.from(start);
        }
    }
    search.found
}

struct Search<'a> {
    next: &'a [Vec<usize>],
    /// The order in which vertices were met.
    number: Vec<Option<usize>>,
    /// The least number that is reached from a vertex and still open.
    low: Vec<usize>,
    met: usize,
    /// Vertices met whose component is not complete.
    open: Vec<usize>,
    is_open: Vec<bool>,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    fn from(&mut self, start: usize) {
        let mut path = vec![(start, 0)];
        self.meet(start);
        while let Some((vertex, edge)) = path.pop() {
            let Some(&to) = self.next[vertex].get(edge) else {
                self.leave(vertex);
                if let Some(&(before, _)) = path.last() {
                    self.low[before] = self.low[before].min(self.low[vertex]);
                }
                continue;
            };
            path.push((vertex, edge + 1));
            match self.number[to] {
                None => {
                    self.meet(to);
                    path.push((to, 0));
                }
                Some(number) if self.is_open[to] => self.low[vertex] = self.low[vertex].min(number),
                Some(_) => {}
            }
        }
    }

    fn meet(&mut self, vertex: usize) {
        self.number[vertex] = Some(self.met);
        self.low[vertex] = self.met;
        self.met += 1;
        self.open.push(vertex);
        self.is_open[vertex] = true;
    }

    /// All that `vertex` leads to has been seen: where nothing above it is reached, it closes a component.
    fn leave(&mut self, vertex: usize) {
        if self.number[vertex] != Some(self.low[vertex]) {
            return;
        }
        let first = self.open.iter().rposition(|&open| open == vertex).expect("a vertex is open until it is left");
        let mut component = self.open.split_off(first);
        for &member in &component {
            self.is_open[member] = false;
        }
        component.sort_unstable();
        self.found.push(component);
    }
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn circles_are_one_component_and_come_after_what_they_lead_to() {
        // 0 → 1 ⇄ 2 → 3, and 4 alone.
        assert_eq!(
            components(&[vec![1], vec![2], vec![1, 3], vec![], vec![]]),
            [vec![3], vec![1, 2], vec![0], vec![4]]
        );
    }

    #[test]
    fn two_circles_that_share_a_vertex_are_one() {
        assert_eq!(components(&[vec![1], vec![0, 2], vec![1]]), [vec![0, 1, 2]]);
    }

    #[test]
    fn the_search_tells_an_edge_to_a_closed_component_from_one_to_an_open_one() {
        // 0 → 1, 0 → 2 → 1: no circle.
        assert_eq!(components(&[vec![1, 2], vec![], vec![1]]), [vec![1], vec![2], vec![0]]);
    }

    #[test]
    fn a_long_chain_does_not_exhaust_the_stack() {
        let chain: Vec<Vec<usize>> = (1..200_000).map(|to| vec![to]).chain([vec![]]).collect();
        assert_eq!(components(&chain).len(), 200_000);
    }
}
