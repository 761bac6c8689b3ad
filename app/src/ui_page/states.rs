use leptos::prelude::*;

use super::{Section, section::Part};
use crate::{
    Failure,
    ui::{
        Alert, Badge, Button, Card, CardsSkeleton, EmptyState, ErrorState, Icon, Pagination, Step, TableSkeleton,
        TableView, Tone,
    },
};

#[component]
pub fn States() -> impl IntoView {
    let failure = Failure::unreachable();
    view! {
        <Section id="states" title="States">
            <Part title="Badges">
                <Badge tone=Tone::Neutral>"Draft"</Badge>
                <Badge tone=Tone::Good>"Published"</Badge>
                <Badge tone=Tone::Accent>"Example"</Badge>
                <Badge tone=Tone::Warn>"Old"</Badge>
                <Badge tone=Tone::Bad>"Failed"</Badge>
            </Part>
            <Part title="Alerts">
                <Alert>"The password is wrong."</Alert>
                <Alert tone=Tone::Warn>"Somebody else saved in the meantime."</Alert>
                <Alert tone=Tone::Good>"The connection works."</Alert>
                <Alert tone=Tone::Accent>"Three columns are new."</Alert>
            </Part>
            <Part title="Empty and error">
                <EmptyState icon=Icon::Chart title="No charts yet" level=2>
                    <p>"Make the first one from a dataset."</p>
                    <Button icon=Icon::Plus>"New chart"</Button>
                </EmptyState>
                <ErrorState failure on_retry=|()| ()/>
            </Part>
            <Part title="Loading">
                <CardsSkeleton count=3/>
                <TableSkeleton rows=2/>
            </Part>
            <Part title="Lists">
                <Card href="/ui#states" title="Sales"><p>"Changed yesterday"</p></Card>
                <ul class="steps">
                    <Step icon=Icon::Import title="Import" command="sextant import bundle.zip">"Bring what you have."</Step>
                    <Step icon=Icon::Chart title="Build" href="/explore">"Or make something new."</Step>
                </ul>
                <TableView caption="Charts" columns=&["Title", "Kind"]>
                    <tr><th scope="row">"Revenue"</th><td>"Line"</td></tr>
                </TableView>
                <Pagination label="Pages of charts" page=1 page_size=25 count=60 href=|page| format!("/ui?page={page}")/>
            </Part>
        </Section>
    }
}
