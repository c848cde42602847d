// A page that fails takes only itself along.
import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { Notice } from './basics';

interface Props {
  title: string;
  again: string;
  children: ReactNode;
}
export class Guard extends Component<Props, { error?: Error }> {
  override state: { error?: Error } = {};
  static getDerivedStateFromError(error: Error) {
    return { error };
  }
  override render() {
    if (!this.state.error) return this.props.children;
    return (
      <Notice tone="bad" title={this.props.title}>
        <code>{this.state.error.message}</code>
        <br />
        <Button
          size="xs"
          mt="xs"
          variant="default"
          onClick={() => this.setState({ error: undefined })}
        >
          {this.props.again}
        </Button>
      </Notice>
    );
  }
}
