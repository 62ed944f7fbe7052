//! The geometry of a Sankey: steps of the chain in columns, makers as nodes, flows as bands between them. A step makes
//! something at a stage: where one separator feeds another, each has a column of its own.

use crate::report::dossier::{Flow, Stop};

/// Makers with a smaller part of their column share one node, if there are several.
const SMALL: f64 = 0.04;
/// Least space between two nodes, px.
const GAP: f64 = 9.0;

/// Columns, nodes and bands.
#[derive(Clone, Debug)]
pub struct Layout {
    /// From the sources to the member.
    pub columns: Vec<Column>,
    /// By column, from top to bottom.
    pub nodes: Vec<Node>,
    /// What flows.
    pub bands: Vec<Band>,
}

/// One column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// The steps that stand in it; none for the member.
    pub steps: Vec<Step>,
    /// What passes, t.
    pub tonnes: f64,
}

/// Making something at a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The stage.
    pub stage: String,
    /// What is made.
    pub made: String,
}

impl Column {
    /// Its stages, each once.
    pub fn stages(&self) -> Vec<&str> {
        let mut stages: Vec<&str> = Vec::new();
        for step in &self.steps {
            if !stages.contains(&step.stage.as_str()) {
                stages.push(&step.stage);
            }
        }
        stages
    }
}

/// A stage in a country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The stage.
    pub stage: String,
    /// The country.
    pub country: String,
}

/// A maker, several small ones, or the member.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its column.
    pub column: usize,
    /// Who it is; nobody for the member.
    pub places: Vec<Place>,
    /// Part of the column.
    pub share: f64,
    /// Upper end, px.
    pub top: f64,
    /// Height, px.
    pub height: f64,
}

/// What flows from one node to another.
#[derive(Clone, Debug)]
pub struct Band {
    /// Index of the maker.
    pub from: usize,
    /// Index of the user.
    pub to: usize,
    /// Upper and lower end where it leaves, px.
    pub left: [f64; 2],
    /// Upper and lower end where it arrives, px.
    pub right: [f64; 2],
}

/// A flow between nodes, t.
struct Link {
    from: usize,
    to: usize,
    tonnes: f64,
}

impl Layout {
    /// The layout of `flows` on `height` px; none without flows.
    pub fn of(flows: &[&Flow], height: f64) -> Option<Self> {
        if flows.is_empty() {
            return None;
        }
        let steps = columns_of_steps(flows);
        let count = steps.iter().map(|step| step.1 + 1).max().unwrap_or(0) + 1;
        let mut columns = vec![Column::default(); count];
        for (step, column) in &steps {
            columns[*column].steps.push(step.clone());
        }
        let (mut nodes, links) = nodes_and_links(flows, &steps, &mut columns);
        place(&mut nodes, &links, height);
        let bands = bands(&nodes, &links);
        Some(Self { columns, nodes, bands })
    }
}

fn step(stop: &Stop) -> Step {
    Step { stage: stop.stage.clone(), made: stop.made.clone() }
}

/// The column of each step: one more than the furthest of those that feed it.
fn columns_of_steps(flows: &[&Flow]) -> Vec<(Step, usize)> {
    let mut steps: Vec<(Step, usize)> = Vec::new();
    for stop in flows.iter().flat_map(|flow| [Some(&flow.from), flow.to.as_ref()]).flatten() {
        if column(&steps, stop).is_none() {
            steps.push((step(stop), 0));
        }
    }
    // A chain that feeds itself would push its steps on for ever; as many rounds as steps are enough for any other.
    for _ in 0..steps.len() {
        for flow in flows {
            let user = flow.to.as_ref().filter(|to| step(to) != step(&flow.from));
            let Some(to) = user.and_then(|to| position(&steps, to)) else { continue };
            let Some(from) = position(&steps, &flow.from) else { continue };
            steps[to].1 = steps[to].1.max(steps[from].1 + 1).min(steps.len() - 1);
        }
    }
    steps
}

fn position(steps: &[(Step, usize)], stop: &Stop) -> Option<usize> {
    steps.iter().position(|entry| entry.0.stage == stop.stage && entry.0.made == stop.made)
}

fn column(steps: &[(Step, usize)], stop: &Stop) -> Option<usize> {
    position(steps, stop).map(|position| steps[position].1)
}

/// A node per maker, small ones of a column together, and the member last; links between them.
fn nodes_and_links(flows: &[&Flow], steps: &[(Step, usize)], columns: &mut [Column]) -> (Vec<Node>, Vec<Link>) {
    let at = |stop: &Stop| {
        let place = Place { stage: stop.stage.clone(), country: stop.country.clone() };
        (column(steps, stop).unwrap_or(0), place)
    };
    let mut made: Vec<((usize, Place), f64)> = Vec::new();
    for flow in flows {
        let maker = at(&flow.from);
        columns[maker.0].tonnes += flow.quantity_t;
        match made.iter_mut().find(|entry| entry.0 == maker) {
            Some(entry) => entry.1 += flow.quantity_t,
            None => made.push((maker, flow.quantity_t)),
        }
    }
    let member = columns.len() - 1;
    let delivered = flows.iter().filter(|flow| flow.to.is_none()).map(|flow| flow.quantity_t);
    columns[member].tonnes = delivered.sum();
    let mut nodes: Vec<Node> = Vec::new();
    for (index, column) in columns.iter().enumerate().take(member) {
        let share = |tonnes: f64| tonnes / column.tonnes;
        let here: Vec<_> = made.iter().filter(|entry| entry.0.0 == index).map(|entry| (&entry.0.1, entry.1)).collect();
        let small: Vec<_> = here.iter().filter(|entry| share(entry.1) < SMALL).collect();
        let together = small.len() > 1;
        for (place, tonnes) in here.iter().filter(|entry| !together || share(entry.1) >= SMALL) {
            nodes.push(Node::new(index, vec![(*place).clone()], share(*tonnes)));
        }
        if together {
            let places = small.iter().map(|entry| entry.0.clone()).collect();
            nodes.push(Node::new(index, places, share(small.iter().map(|entry| entry.1).sum())));
        }
    }
    nodes.push(Node::new(member, Vec::new(), 1.0));
    let find = |stop: &Stop| {
        let (column, place) = at(stop);
        nodes.iter().position(|node| node.column == column && node.places.contains(&place))
    };
    let mut links: Vec<Link> = Vec::new();
    for flow in flows {
        let to = flow.to.as_ref().map_or(Some(nodes.len() - 1), find);
        let (Some(from), Some(to)) = (find(&flow.from), to) else { continue };
        if nodes[from].column >= nodes[to].column {
            continue;
        }
        match links.iter_mut().find(|link| (link.from, link.to) == (from, to)) {
            Some(link) => link.tonnes += flow.quantity_t,
            None => links.push(Link { from, to, tonnes: flow.quantity_t }),
        }
    }
    (nodes, links)
}

impl Node {
    fn new(column: usize, places: Vec<Place>, share: f64) -> Self {
        Self { column, places, share, top: 0.0, height: 0.0 }
    }

    fn middle(&self) -> f64 {
        self.top + self.height / 2.0
    }
}

/// Gives every node its place: in the first column the largest on top, later where most of what it takes comes from.
fn place(nodes: &mut [Node], links: &[Link], height: f64) {
    let columns = nodes.iter().map(|node| node.column + 1).max().unwrap_or(0);
    for column in 0..columns {
        let mut here: Vec<usize> = (0..nodes.len()).filter(|node| nodes[*node].column == column).collect();
        let key = |node: usize| -> f64 {
            let into = || links.iter().filter(move |link| link.to == node);
            let tonnes: f64 = into().map(|link| link.tonnes).sum();
            if tonnes > 0.0 {
                into().map(|link| link.tonnes * nodes[link.from].middle()).sum::<f64>() / tonnes
            } else {
                -nodes[node].share
            }
        };
        let keys: Vec<(usize, f64)> = here.iter().map(|node| (*node, key(*node))).collect();
        let of = |node: usize| keys.iter().find(|entry| entry.0 == node).map_or(0.0, |entry| entry.1);
        here.sort_by(|a, b| {
            let several = |node: usize| nodes[node].places.len() > 1;
            several(*a).cmp(&several(*b)).then(of(*a).total_cmp(&of(*b))).then(a.cmp(b))
        });
        let gaps = GAP * here.len().saturating_sub(1) as f64;
        let mut top = 0.0;
        for node in here {
            nodes[node].top = top;
            nodes[node].height = nodes[node].share * (height - gaps).max(0.0);
            top += nodes[node].height + GAP;
        }
    }
}

/// Bands fill the nodes at both ends, in the order of the nodes at their other ends.
fn bands(nodes: &[Node], links: &[Link]) -> Vec<Band> {
    let mut left = vec![[0.0; 2]; links.len()];
    let mut right = vec![[0.0; 2]; links.len()];
    for (index, node) in nodes.iter().enumerate() {
        let fill = |ends: &mut Vec<[f64; 2]>, at: fn(&Link) -> usize, other: fn(&Link) -> usize| {
            let mut here: Vec<usize> = (0..links.len()).filter(|link| at(&links[*link]) == index).collect();
            here.sort_by(|a, b| nodes[other(&links[*a])].top.total_cmp(&nodes[other(&links[*b])].top));
            let total: f64 = here.iter().map(|link| links[*link].tonnes).sum();
            let mut top = node.top;
            for link in here {
                let part = node.height * links[link].tonnes / total;
                ends[link] = [top, top + part];
                top += part;
            }
        };
        fill(&mut left, |link| link.from, |link| link.to);
        fill(&mut right, |link| link.to, |link| link.from);
    }
    let band =
        |(index, link): (usize, &Link)| Band { from: link.from, to: link.to, left: left[index], right: right[index] };
    links.iter().enumerate().map(band).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stop([stage, country]: [&str; 2], made: &str) -> Stop {
        Stop { stage: stage.to_owned(), country: country.to_owned(), made: made.to_owned() }
    }

    fn flow(from: [&str; 2], to: Option<[&str; 2]>, quantity_t: f64) -> Flow {
        let to = to.map(|to| stop(to, "oxide"));
        Flow { commodity: "oxide".to_owned(), from: stop(from, "oxide"), to, quantity_t }
    }

    #[test]
    fn nodes_fill_their_columns_and_bands_fill_their_nodes() {
        let flows = [
            flow(["mining", "AU"], Some(["separation", "MY"]), 30.0),
            flow(["recycling", "FR"], Some(["separation", "MY"]), 10.0),
            flow(["separation", "MY"], Some(["magnet", "JP"]), 30.0),
            flow(["separation", "MY"], None, 10.0),
            flow(["magnet", "JP"], None, 75.0),
        ];
        let layout = Layout::of(&flows.iter().collect::<Vec<_>>(), 209.0).unwrap();
        let stages: Vec<Vec<&str>> = layout.columns.iter().map(Column::stages).collect();
        assert_eq!(stages, [vec!["mining", "recycling"], vec!["separation"], vec!["magnet"], vec![]]);
        let heights: Vec<f64> = layout.nodes.iter().map(|node| node.height).collect();
        assert_eq!(heights, [150.0, 50.0, 209.0, 209.0, 209.0]);
        let skipping = layout.bands.iter().find(|band| band.from == 2 && band.to == 4).unwrap();
        assert!((skipping.left[1] - skipping.left[0] - 209.0 / 4.0).abs() < 1e-9);
        assert!((skipping.right[1] - skipping.right[0] - 209.0 * 10.0 / 85.0).abs() < 1e-9);
    }

    #[test]
    fn small_makers_share_a_node_if_there_are_several() {
        let flows =
            [flow(["mining", "AU"], None, 97.0), flow(["mining", "BR"], None, 1.5), flow(["mining", "IN"], None, 1.5)];
        let layout = Layout::of(&flows.iter().collect::<Vec<_>>(), 100.0).unwrap();
        assert_eq!(layout.nodes.iter().map(|node| node.places.len()).collect::<Vec<_>>(), [1, 2, 0]);
        let one_small: Vec<&Flow> = flows[..2].iter().collect();
        assert_eq!(Layout::of(&one_small, 100.0).unwrap().nodes.len(), 3);
    }

    #[test]
    fn a_separator_that_feeds_another_stands_in_a_column_before_it() {
        let leg = |commodity: &str, from: Stop, to: Option<Stop>| Flow {
            commodity: commodity.to_owned(),
            from,
            to,
            quantity_t: 10.0,
        };
        let (mine, first) = (stop(["mining", "AU"], "mixed"), stop(["separation", "MY"], "mixed"));
        let second = |made| stop(["separation", "MY"], made);
        let flows = [
            leg("mixed", mine, Some(first.clone())),
            leg("mixed", first.clone(), Some(second("dy"))),
            leg("mixed", first, Some(second("tb"))),
            leg("dy", second("dy"), None),
            leg("tb", second("tb"), None),
        ];
        let layout = Layout::of(&flows.iter().collect::<Vec<_>>(), 100.0).unwrap();
        let stages: Vec<Vec<&str>> = layout.columns.iter().map(Column::stages).collect();
        assert_eq!(stages, [vec!["mining"], vec!["separation"], vec!["separation"], vec![]]);
        assert_eq!(layout.columns[2].steps.iter().map(|step| step.made.as_str()).collect::<Vec<_>>(), ["dy", "tb"]);
        assert_eq!(layout.nodes.iter().map(|node| node.column).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!(layout.bands.len(), 3);
    }

    #[test]
    fn a_chain_that_feeds_itself_still_has_a_layout() {
        let flows = [
            flow(["a", "XX"], Some(["b", "XX"]), 5.0),
            flow(["b", "XX"], Some(["a", "XX"]), 2.0),
            flow(["b", "XX"], None, 3.0),
        ];
        assert!(Layout::of(&flows.iter().collect::<Vec<_>>(), 100.0).is_some());
        assert!(Layout::of(&[], 100.0).is_none());
    }
}
