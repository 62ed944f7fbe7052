//! The geometry of a Sankey: stages in columns, makers as nodes, flows as bands between them.

use crate::report::dossier::{Flow, Stop};

/// Makers with a smaller part of their column share one node, if there are several.
const SMALL: f64 = 0.025;
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
    /// The stages that stand in it; none for the member.
    pub stages: Vec<String>,
    /// What passes, t.
    pub tonnes: f64,
}

/// A maker, several small ones, or the member.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its column.
    pub column: usize,
    /// Who it is; nobody for the member.
    pub places: Vec<Stop>,
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
        let stages = columns_of_stages(flows);
        let count = stages.iter().map(|stage| stage.1 + 1).max().unwrap_or(0) + 1;
        let mut columns = vec![Column::default(); count];
        for (stage, column) in &stages {
            columns[*column].stages.push((*stage).clone());
        }
        let (mut nodes, links) = nodes_and_links(flows, &stages, &mut columns);
        place(&mut nodes, &links, height);
        let bands = bands(&nodes, &links);
        Some(Self { columns, nodes, bands })
    }
}

/// The column of each stage: one more than the furthest of those that feed it.
fn columns_of_stages<'a>(flows: &[&'a Flow]) -> Vec<(&'a String, usize)> {
    let mut stages: Vec<(&String, usize)> = Vec::new();
    for stop in flows.iter().flat_map(|flow| [Some(&flow.from), flow.to.as_ref()]).flatten() {
        if !stages.iter().any(|entry| entry.0 == &stop.stage) {
            stages.push((&stop.stage, 0));
        }
    }
    // A chain that feeds itself would push its stages on for ever; as many rounds as stages are enough for any other.
    for _ in 0..stages.len() {
        for flow in flows {
            let Some(to) = flow.to.as_ref().filter(|to| to.stage != flow.from.stage) else { continue };
            let column = |stage: &String| stages.iter().position(|entry| entry.0 == stage);
            let (Some(from), Some(to)) = (column(&flow.from.stage), column(&to.stage)) else { continue };
            stages[to].1 = stages[to].1.max(stages[from].1 + 1).min(stages.len() - 1);
        }
    }
    stages
}

/// A node per maker, small ones of a column together, and the member last; links between them.
fn nodes_and_links(flows: &[&Flow], stages: &[(&String, usize)], columns: &mut [Column]) -> (Vec<Node>, Vec<Link>) {
    let column_of = |stop: &Stop| stages.iter().find(|entry| entry.0 == &stop.stage).map_or(0, |entry| entry.1);
    let mut made: Vec<(&Stop, f64)> = Vec::new();
    for flow in flows {
        match made.iter_mut().find(|entry| *entry.0 == flow.from) {
            Some(entry) => entry.1 += flow.quantity_t,
            None => made.push((&flow.from, flow.quantity_t)),
        }
        columns[column_of(&flow.from)].tonnes += flow.quantity_t;
    }
    let member = columns.len() - 1;
    let delivered = flows.iter().filter(|flow| flow.to.is_none()).map(|flow| flow.quantity_t);
    columns[member].tonnes = delivered.sum();
    let mut nodes: Vec<Node> = Vec::new();
    for (index, column) in columns.iter().enumerate().take(member) {
        let share = |tonnes: f64| tonnes / column.tonnes;
        let here: Vec<&(&Stop, f64)> = made.iter().filter(|entry| column_of(entry.0) == index).collect();
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
    let find = |stop: &Stop| nodes.iter().position(|node| node.places.contains(stop));
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
    fn new(column: usize, places: Vec<Stop>, share: f64) -> Self {
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

    fn stop(stage: &str, country: &str) -> Stop {
        Stop { stage: stage.to_owned(), country: country.to_owned() }
    }

    fn flow(from: [&str; 2], to: Option<[&str; 2]>, quantity_t: f64) -> Flow {
        let [stage, country] = from;
        let to = to.map(|[stage, country]| stop(stage, country));
        Flow { commodity: "oxide".to_owned(), from: stop(stage, country), to, quantity_t }
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
        let stages: Vec<Vec<&str>> =
            layout.columns.iter().map(|column| column.stages.iter().map(String::as_str).collect()).collect();
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
